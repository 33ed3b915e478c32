package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestDatabase.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random rows, many of them bad, against a reference that inserts row by row and table by table, each row in a transaction of
 * its own: the same rows are in and the same are rejected.
 */
interface RejectRandomContract extends ContractCase {

    /** Three tables, each row of the second and third referring to one of the table before. */
    List<String> TABLES = List.of("area", "shop", "item");

    /** How many backups are made. */
    int ROUNDS = Faults.times(3, 30);

    @Test
    default void keepsAndRejectsWhatAReferenceDoes() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, rejects and reference: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        String above = null;
        for (String table : TABLES) {
            db().execute("create table " + table + " (id ${bigint} primary key, u ${bigint} unique, "
                    + "t ${text} not null check (length(t) <= 8), p ${bigint} check (p > 0), d ${date}, above ${bigint}"
                    + (above == null ? ")" : " references " + above + " (id))"));
            above = table;
        }
        for (int round = 0; round < ROUNDS; round++) {
            String name = "seed " + seed + ", round " + round;
            Map<String, List<RandomRow>> rows = rows(random);
            Map<String, List<Long>> rejected = insertOneByOne(rows);
            List<String> expected = contents();

            TestBackup backup = new TestBackup();
            rows.forEach((table, all) ->
                    backup.exactly(table, all.stream().map(RandomRow::json).toList()));
            Path rejects = temp().resolve("rejects" + round);
            AtomicLong counted = new AtomicLong();
            RestoreReport report = restore(backup.directory(temp().resolve("backup" + round)))
                    .batchRows(1 + random.nextInt(40))
                    .onRowError(RowErrors.reject())
                    .rejectsTo(rejects)
                    .listener(event -> {
                        if (event instanceof RestoreEvent.Progress progress) {
                            counted.set(progress.rows());
                        } else if (event instanceof RestoreEvent.Verified verified) {
                            assertThat(verified.rows()).isEqualTo(counted.get());
                        }
                    })
                    .run();

            assertThat(contents()).as(name).isEqualTo(expected);
            assertThat(rejectedIn(rejects)).as(name).isEqualTo(rejected);
            assertThat(counted.get()).as(name).isEqualTo(report.totals().inserted());
            assertThat(report.outcome())
                    .as(name)
                    .isEqualTo(rejected.isEmpty() ? Outcome.COMPLETE : Outcome.COMPLETE_WITH_LOSS);
            for (TableReport table : report.tables()) {
                String source = table.table().toLowerCase(java.util.Locale.ROOT);
                int bad = rejected.getOrDefault(source, List.of()).size();
                assertThat(table.read()).as(name).isEqualTo(rows.get(source).size());
                assertThat(table.rejected()).as(name).isEqualTo(bad);
                Path file = rejects.resolve(source + ".ndjson");
                assertThat(Files.exists(file) ? Files.readAllLines(file).size() : 0)
                        .as(name)
                        .isEqualTo(bad);
            }
        }
    }

    private Map<String, List<RandomRow>> rows(Random random) {
        Map<String, List<RandomRow>> tables = new LinkedHashMap<>();
        int badOneOf = 1 + random.nextInt(12);
        for (String table : TABLES) {
            int size = 1 + random.nextInt(40);
            List<RandomRow> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                boolean bad = random.nextInt(badOneOf) == 0;
                rows.add(row(random, size, bad, !table.equals(TABLES.get(0))));
            }
            tables.put(table, rows);
        }
        return tables;
    }

    private RandomRow row(Random random, int size, boolean bad, boolean refers) {
        String id = Integer.toString(1 + random.nextInt(size * 4));
        String unique = random.nextBoolean() ? "null" : Integer.toString(random.nextInt(size * 4));
        String text = "\"t\"";
        String positive = "7";
        String date = "\"2024-02-29\"";
        String above = refers && random.nextInt(4) > 0 ? Integer.toString(1 + random.nextInt(40)) : "null";
        switch (bad ? random.nextInt(db().can(Ability.CHECKS_TYPES) ? 6 : 4) : 6) {
            case 0 -> text = "null";
            case 1 -> text = "\"far too long\"";
            case 2 -> positive = "0";
            case 3 -> above = refers ? "999" : above;
            case 4 -> positive = "\"many\"";
            case 5 -> date = "\"2023-02-29\"";
            default -> {}
        }
        return new RandomRow(List.of(id, unique, text, positive, date, above));
    }

    /** Returns the numbers of the rows that the database refused, by table. */
    private Map<String, List<Long>> insertOneByOne(Map<String, List<RandomRow>> rows) throws SQLException {
        Map<String, List<Long>> refused = new TreeMap<>();
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = TABLES.size() - 1; i >= 0; i--) {
                statement.executeUpdate("delete from " + TABLES.get(i));
            }
            for (String table : TABLES) {
                long number = 0;
                for (RandomRow row : rows.get(table)) {
                    number++;
                    try {
                        statement.executeUpdate(row.insert(table));
                    } catch (SQLException e) {
                        refused.computeIfAbsent(table, any -> new ArrayList<>()).add(number);
                    }
                }
            }
        }
        return refused;
    }

    private List<String> contents() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : TABLES) {
            all.addAll(db().rows("select '" + table + "', id, u, t, p, d, above from " + table + " order by id"));
        }
        return all;
    }

    private static Map<String, List<Long>> rejectedIn(Path rejects) throws IOException {
        Pattern number = Pattern.compile("\"row\":([0-9]+)");
        Map<String, List<Long>> found = new TreeMap<>();
        for (String table : TABLES) {
            Path file = rejects.resolve("reasons").resolve(table + ".ndjson");
            List<Long> rows = new ArrayList<>();
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                Matcher matcher = number.matcher(line);
                assertThat(matcher.find()).isTrue();
                rows.add(Long.valueOf(matcher.group(1)));
            }
            if (!rows.isEmpty()) {
                found.put(table, rows.stream().sorted().toList());
            }
        }
        return found;
    }

    /**
     * A row.
     *
     * @param values its values as JSON
     */
    record RandomRow(List<String> values) {

        private static final List<String> NAMES = List.of("id", "u", "t", "p", "d", "above");

        String json() {
            StringBuilder json = new StringBuilder();
            for (int i = 0; i < NAMES.size(); i++) {
                json.append(i == 0 ? "{" : ",")
                        .append('"')
                        .append(NAMES.get(i))
                        .append("\":")
                        .append(values.get(i));
            }
            return json.append('}').toString();
        }

        String insert(String table) {
            return "insert into " + table + " (" + String.join(", ", NAMES) + ") values ("
                    + String.join(", ", values).replace('"', '\'') + ")";
        }
    }
}
