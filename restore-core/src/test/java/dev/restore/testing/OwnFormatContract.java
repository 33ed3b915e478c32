package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Manifest;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a backup cannot say so that it is understood, it does not write; and what it does not have, it names. */
interface OwnFormatContract extends ContractCase {

    private Backup backup() {
        return Backup.of(db().dataSource());
    }

    private static Manifest manifest(Path backup) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            return reader.manifest().orElseThrow();
        }
    }

    /** Returns what the database itself shows. */
    private List<String> shown(String table) throws Exception {
        List<String> values = new ArrayList<>();
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select " + db().shown("v") + " from " + table + " order by id")) {
            while (row.next()) {
                values.add(String.valueOf(row.getString(1)));
            }
        }
        return values;
    }

    /** Formats that say nothing about their values: each comes back equal, or is refused by its place before anything has its name. */
    @Test
    default void otherFormatsRefuseWhatTheirReadersTakeForSomethingElse() throws Exception {
        db().execute(db().sampleSetup());
        int number = 0;
        for (Map.Entry<String, List<String>> type : db().samples().entrySet()) {
            db().execute("create table t (id ${bigint} primary key, v " + type.getKey() + ")");
            int id = 0;
            for (String literal : type.getValue()) {
                db().execute("insert into t values (" + id++ + ", " + literal + ")");
            }
            Path target = temp().resolve("tables" + number++);
            List<String> refused = new ArrayList<>();
            Throwable failure =
                    catchThrowable(() -> backup().format(BackupFormat.TABLES).write(target));
            while (failure != null) {
                assertThat(failure)
                        .isInstanceOf(BackupWriteException.class)
                        .message()
                        .containsIgnoringCase("column v");
                assertThat(target).doesNotExist();
                Matcher row = Pattern.compile("(?i)table t, row (\\d+)").matcher(failure.getMessage());
                assertThat(row.find()).as(failure.getMessage()).isTrue();
                List<String> ids = db().rows("select id from t order by id");
                refused.add(ids.get(Integer.parseInt(row.group(1)) - 1));
                db().execute("delete from t where id = " + refused.get(refused.size() - 1));
                failure = catchThrowable(
                        () -> backup().format(BackupFormat.TABLES).write(target));
            }
            List<String> before = shown("t");
            // How JSON is spelled is the reader's own matter there.
            boolean spelled = type.getKey().startsWith("json");
            db().execute("delete from t");
            RestoreReport report = restore(target).verify(Verify.CONTENT).run();
            assertThat(report.outcome()).as(type.getKey()).isEqualTo(Outcome.COMPLETE);
            if (!spelled) {
                assertThat(shown("t")).as(type.getKey()).isEqualTo(before);
            }
            db().execute("drop table t");
        }
    }

    @Test
    default void saysThatTheDatabaseLacksRowsOfAnUnfinishedRestore() throws Exception {
        db().execute(
                        "create table t (id ${bigint} primary key)",
                        "create table restore_checkpoint (entry integer not null, piece integer not null, step ${bigint} not null,"
                                + " content varchar(1000) not null, primary key (entry, piece))");
        Path finished = temp().resolve("finished");
        BackupReport complete = backup().write(finished);
        assertThat(complete.tables())
                .extracting(BackupReport.WrittenTable::table)
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("t");
        assertThat(complete.warnings()).isEmpty();
        assertThat(manifest(finished).unfinished()).isFalse();
        db().execute("insert into restore_checkpoint values (0, 0, 1, 'x')");
        Path unfinished = temp().resolve("unfinished");
        BackupReport report = backup().write(unfinished);
        assertThat(report.tables()).hasSize(1);
        assertThat(report.warnings()).singleElement().asString().contains("not finished");
        assertThat(report.text()).contains("not finished");
        assertThat(manifest(unfinished).unfinished()).isTrue();
    }

    @Test
    default void namesViewsThatAreLeftOut() throws Exception {
        db().execute("create table t (id ${bigint} primary key)", "create view seen as select id from t");
        Path target = temp().resolve("backup");
        BackupReport report = backup().write(target);
        assertThat(report.leftOut()).singleElement().asString().isEqualToIgnoringCase("view seen");
        assertThat(report.text()).containsIgnoringCase("left out: view seen");
        assertThat(report.json()).containsIgnoringCase("\"left_out\":[\"view seen\"]");
        assertThat(manifest(target).leftOut()).isEqualTo(report.leftOut());
        assertThat(Backup.inspect(target).origin()).isNotNull().satisfies(origin -> {
            assertThat(origin.notWritten()).isEqualTo(report.leftOut());
            assertThat(origin.unfinished()).isFalse();
        });
    }

    /** What a backup needs no typed values for can be read by those who do not know them. */
    @Test
    default void plainRowsStayOfTheFirstVersion() throws Exception {
        db().execute(
                        "create table t (id ${bigint} primary key, v ${text})",
                        "insert into t values (1, '{\"$bytes\":\"\"}')");
        Path target = temp().resolve("backup");
        backup().write(target);
        assertThat(manifest(target).version()).isEqualTo(1);
    }

    /** A rejected row keeps its values on the way into the directory and back. */
    @Test
    default void rejectedRowsKeepTheirTypedValues() throws Exception {
        db().execute("create table t (id ${bigint} primary key, v ${json}, n ${bigint} not null)");
        String value = db().dialect().equals("sqlite") ? "x'00ff'" : db().inWords("cast('null' as ${json})");
        if (db().dialect().equals("h2")) {
            value = "json 'null'";
        }
        db().execute("insert into t values (1, " + value + ", 1)", "insert into t values (2, " + value + ", 2)");
        List<String> before = shown("t");
        Path first = temp().resolve("backup");
        backup().write(first);
        assertThat(manifest(first).version()).isEqualTo(2);
        db().execute(
                        "drop table t",
                        "create table t (id ${bigint} primary key, v ${json}, n ${bigint} not null check (n < 2))");
        Path rejects = temp().resolve("rejects");
        RestoreReport report =
                restore(first).onRowError(RowErrors.reject()).rejectsTo(rejects).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(Files.readString(
                        rejects.resolve(Files.exists(rejects.resolve("t.ndjson")) ? "t.ndjson" : "T.ndjson")))
                .contains("$restore_types");
        db().execute("drop table t", "create table t (id ${bigint} primary key, v ${json}, n ${bigint} not null)");
        assertThat(restore(rejects).verify(Verify.CONTENT).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(shown("t")).isEqualTo(List.of(before.get(1)));
    }
}
