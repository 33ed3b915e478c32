package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.Manifest;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Whatever tables a database has and whatever stands in them: a backup puts it into a fresh database as it was, and a backup of that
 * has the same rows byte for byte. The seed is printed and part of each failure; set {@code restore.seed} to repeat a run.
 */
interface RandomRoundTripContract extends ContractCase {

    /** How many schemas are tried. */
    int SCHEMAS = Integer.getInteger("restore.schemas", 8);

    @Test
    default void anySchemaAndAnyRowsSurviveTheRoundTrip() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, round trips: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        db().execute(db().sampleSetup());
        for (int round = 0; round < SCHEMAS; round++) {
            RandomSchema schema = new RandomSchema(db(), random);
            db().execute(schema.creation());
            db().execute(schema.rows());
            roundTrip(schema, "seed %d, schema %d: %s".formatted(seed, round, schema.creation()));
            db().execute(db().dropAll(schema.tables()));
        }
    }

    /** Every value that a type is known for, each in a row of its own. */
    @Test
    default void everyKnownValueOfEveryTypeSurvivesTheRoundTrip() throws Exception {
        db().execute(db().sampleSetup());
        RandomSchema schema = RandomSchema.ofAllSamples(db());
        db().execute(schema.creation());
        db().execute(schema.rows());
        roundTrip(schema, "all samples");
        db().execute(db().dropAll(schema.tables()));
    }

    private void roundTrip(RandomSchema schema, String what) throws Exception {
        Path first = Files.createTempDirectory(temp(), "first").resolve("backup");
        Path second = first.resolveSibling("second");
        Backup.of(db().dataSource()).partBytes(4096).write(first);
        Map<String, List<String>> before = content(schema);
        VerifyReport same = Backup.verify(first).against(db().dataSource()).run();
        assertThat(same.agrees()).as("%s%n%s", what, same.text()).isTrue();
        db().execute(db().dropAll(schema.tables()));
        db().execute(schema.creation());
        assertThat(Restore.from(first)
                        .into(db().dataSource())
                        .verify(Verify.CONTENT)
                        .run()
                        .outcome())
                .as(what)
                .isEqualTo(Outcome.COMPLETE);
        Map<String, List<String>> after = content(schema);
        SoftAssertions.assertSoftly(all -> after.forEach((table, rows) -> all.assertThat(rows)
                .as("%s, table %s", what, table)
                .containsExactlyElementsOf(before.getOrDefault(table, List.of()))));
        Backup.of(db().dataSource()).partBytes(4096).write(second);
        assertThat(data(second)).as(what).isEqualTo(data(first));
    }

    private static Map<String, String> data(Path backup) throws IOException {
        Map<String, String> data = new TreeMap<>();
        try (Stream<Path> files = Files.walk(backup)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = backup.relativize(file).toString();
                if (!name.equals(Manifest.FILE) && !name.equals(Manifest.CHECKSUM_FILE)) {
                    data.put(name, Files.readString(file));
                }
            }
        }
        return data;
    }

    /** Returns what the database itself shows of all rows. */
    private Map<String, List<String>> content(RandomSchema schema) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : schema.tables()) {
                StringJoiner columns = new StringJoiner(", ");
                schema.columns(table).forEach(column -> columns.add(db().shown(db().quote(column))));
                List<String> rows = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("select " + columns + " from " + db().quote(table))) {
                    while (row.next()) {
                        rows.add(cells(row));
                    }
                }
                Collections.sort(rows);
                content.put(table, rows);
            }
        }
        return content;
    }

    private static String cells(ResultSet row) throws SQLException {
        StringJoiner cells = new StringJoiner("|");
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String type = row.getMetaData().getColumnTypeName(i);
            byte[] bytes = type.contains("BINARY") ? row.getBytes(i) : null;
            cells.add(bytes == null ? row.getString(i) : HexFormat.of().formatHex(bytes));
        }
        return cells.toString();
    }
}
