package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.Cells;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Rows;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReader;
import dev.restore.testing.RandomContract.RandomRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read from a table gives the same values again when it is loaded into another. */
interface ReaderContract extends ContractCase {

    private Dialect dialect() {
        return ServiceLoader.load(Dialect.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals(db().dialect()))
                .findFirst()
                .orElseThrow();
    }

    private static Table table(Catalog catalog, String name) {
        return catalog.tables().stream()
                .filter(table -> table.name().name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> read(Dialect.Session session, Table table, boolean inKeyOrder) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (TableReader reader = session.reader(table, table.columns(), inKeyOrder)) {
            for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                for (int row = 0; row < rows.size(); row++) {
                    for (int column = 0; column < rows.columns(); column++) {
                        cells.add(rows.kind(row, column) + " " + Cells.characters(rows, row, column));
                    }
                }
            }
        }
        return cells;
    }

    /** Copies a table in batches of one reading each, and returns what both tables hold then. */
    private List<List<String>> copy(String from, String to) throws SQLException {
        try (Connection reading = db().dataSource().getConnection();
                Connection writing = db().dataSource().getConnection();
                Dialect.Session source = dialect().open(reading, settings());
                Dialect.Session target = dialect().open(writing, settings())) {
            Catalog catalog = source.catalog();
            Table first = table(catalog, from);
            Table second = table(target.catalog(), to);
            Scope scope = new Scope(catalog, List.of(second), List.of(second), 1);
            target.begin(scope, target.foreignKeyMeasure(scope));
            try (TableReader reader = source.reader(first, first.columns(), true);
                    TableLoader loader = target.loader(new LoadTarget(second, second.columns()))) {
                for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                    loader.load(rows, 0, rows.size());
                }
            }
            List<List<String>> both = List.of(read(source, first, true), read(target, second, true));
            writing.rollback();
            return both;
        }
    }

    private static SessionSettings settings() {
        return new SessionSettings(null, ZoneOffset.UTC, false);
    }

    @Test
    default void whatIsReadGivesTheSameValuesAgain() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, reader: -Drestore.seed=%d%n", db().dialect(), seed);
        String columns =
                " (id ${bigint} primary key, a ${text}, b ${bigint}, c ${boolean}, d ${decimal}, e ${timestamp}, "
                        + "f ${timestamptz}, g ${date}, h ${uuid}, i ${binary}, j ${double}, k ${json}, l ${time})";
        db().execute("create table thing" + columns, "create table copied" + columns);
        List<String> rows = new ArrayList<>(new RandomRows(new Random(seed), 200).json());
        rows.add("{\"id\":1001,\"k\":{\"b\":[1,2.50,null,true],\"a\":\"\\\"\\\\ \\u0001\"},\"l\":\"23:59:59.5\"}");
        rows.add("{\"id\":1002,\"k\":[],\"l\":\"00:00:00\"}");
        restore(new TestBackup().exactly("thing", rows)).run();
        List<List<String>> both = copy("thing", "copied");
        assertThat(both.get(0)).as("seed %d", seed).hasSize(202 * 13);
        assertThat(both.get(1)).as("seed %d", seed).isEqualTo(both.get(0));
    }

    @Test
    default void readsInTheOrderOfTheKeyWhatDoesNotFitIntoOneBatch() throws Exception {
        db().execute("create table thing (a ${bigint}, b ${bigint}, primary key (b, a))");
        restore(new TestBackup()
                        .exactly(
                                "thing",
                                IntStream.range(0, 2500)
                                        .mapToObj(n -> "{\"a\":" + (n * 7 % 2500) + ",\"b\":" + n % 3 + "}")
                                        .toList()))
                .run();
        try (Connection connection = db().dataSource().getConnection();
                Dialect.Session session = dialect().open(connection, settings())) {
            Table thing = table(session.catalog(), "thing");
            List<Column> columns =
                    List.of(thing.columns().get(1), thing.columns().get(0));
            long before = -1;
            int read = 0;
            try (TableReader reader = session.reader(thing, columns, true)) {
                for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                    for (int row = 0; row < rows.size(); row++) {
                        long place = Long.parseLong(Cells.characters(rows, row, 0)) * 10_000
                                + Long.parseLong(Cells.characters(rows, row, 1));
                        assertThat(place).isGreaterThan(before);
                        before = place;
                        read++;
                    }
                }
            }
            assertThat(read).isEqualTo(2500);
        }
    }
}
