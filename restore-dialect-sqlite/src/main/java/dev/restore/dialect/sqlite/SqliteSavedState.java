package dev.restore.dialect.sqlite;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.Scope;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.standard.OutsideReferences;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A state kept as the values of rows, compared with those that are there, one by one, and put back in the same transaction. It begins
 * with the write lock, so that nobody writes in between. Foreign keys and the wait for the disk are off while it is open, and triggers
 * of the tables that are put back are dropped in it and made again.
 */
final class SqliteSavedState implements SavedState {

    /** SQLite joins at most 500 queries in one. */
    private static final int QUERIES_AT_ONCE = 200;

    /** What stands for bytes that are no text, which is then not exactly what is stored. */
    private static final char REPLACEMENT = '\uFFFD';

    private final StateScope scope;
    private final List<SavedTable> tables;
    private final List<String> queries = new ArrayList<>();
    private final OutsideReferences outside;
    private List<List<@Nullable Object[]>> rows = List.of();
    private Map<String, Object> numbers = Map.of();
    private Map<String, String> definitions = Map.of();
    private long schemaVersion = -1;

    SqliteSavedState(StateScope scope, List<SavedTable> tables) {
        this.scope = scope;
        this.tables = List.copyOf(tables);
        this.outside = new OutsideReferences(scope, new SqliteNames());
        for (int from = 0; from < tables.size(); from += QUERIES_AT_ONCE) {
            int to = Math.min(tables.size(), from + QUERIES_AT_ONCE);
            int width = tables.subList(from, to).stream()
                    .mapToInt(SavedTable::width)
                    .max()
                    .orElse(0);
            List<String> parts = new ArrayList<>();
            for (int i = from; i < to; i++) {
                parts.add(tables.get(i).select(i, width));
            }
            queries.add(String.join(" UNION ALL ", parts));
        }
    }

    /** Takes the state that there is. Returns whether all values can be kept exactly. */
    boolean save(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                schemaVersion = number(statement, "PRAGMA main.schema_version");
                definitions = definitions(statement);
                rows = read(statement);
                numbers = numbers(statement);
            } finally {
                statement.execute("ROLLBACK");
            }
        }
        return rows.stream()
                .flatMap(List::stream)
                .flatMap(Arrays::stream)
                .noneMatch(value ->
                        value instanceof String text && (text.indexOf(REPLACEMENT) >= 0 || text.indexOf('\0') >= 0));
    }

    @Override
    public StateReset reset(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long keys = number(statement, "PRAGMA foreign_keys");
            long synchronous = number(statement, "PRAGMA main.synchronous");
            if (keys != 0) {
                statement.execute("PRAGMA foreign_keys = 0");
            }
            if (synchronous != 0) {
                statement.execute("PRAGMA main.synchronous = 0");
            }
            try {
                return inTransaction(connection, statement);
            } finally {
                if (synchronous != 0) {
                    statement.execute("PRAGMA main.synchronous = " + synchronous);
                }
                if (keys != 0) {
                    statement.execute("PRAGMA foreign_keys = " + keys);
                }
            }
        }
    }

    private StateReset inTransaction(Connection connection, Statement statement) throws SQLException {
        try {
            statement.execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            if (SqliteFailures.isBusy(e)) {
                return StateReset.impossible(Obstacle.busy(
                        null,
                        "another connection has the database locked",
                        "end all transactions of a test before the next one begins"));
            }
            throw e;
        }
        boolean done = false;
        try {
            if (number(statement, "PRAGMA foreign_keys") != 0) {
                throw new SQLException(
                        "SQLite does not switch its foreign keys off: is a transaction open on this connection?");
            }
            StateReset result = compareAndPutBack(connection, statement);
            if (result.obstacles().isEmpty()) {
                statement.execute("COMMIT");
                done = true;
            }
            return result;
        } finally {
            if (!done) {
                statement.execute("ROLLBACK");
            }
        }
    }

    private StateReset compareAndPutBack(Connection connection, Statement statement) throws SQLException {
        long version = number(statement, "PRAGMA main.schema_version");
        if (version != schemaVersion) {
            Map<String, String> now = definitions(statement);
            if (!now.equals(definitions)) {
                return StateReset.impossible(altered(now));
            }
            schemaVersion = version;
        }
        List<List<@Nullable Object[]>> found = read(statement);
        Map<String, Object> foundNumbers = numbers(statement);
        Set<TableName> changed = new LinkedHashSet<>();
        for (int i = 0; i < tables.size(); i++) {
            if (!same(found.get(i), rows.get(i))) {
                changed.add(tables.get(i).table().name());
            }
        }
        if (!changed.isEmpty()) {
            putBack(connection, statement, changed);
            List<Obstacle> broken = outside.broken(statement, changed);
            if (!broken.isEmpty()) {
                return StateReset.impossible(broken.toArray(Obstacle[]::new));
            }
        }
        if (!changed.isEmpty() || !foundNumbers.equals(numbers)) {
            putNumbersBack(connection, numbers(statement));
        }
        return StateReset.of(List.copyOf(changed));
    }

    private Obstacle[] altered(Map<String, String> now) {
        return tables.stream()
                .filter(table -> !Objects.equals(now.get(table.name()), definitions.get(table.name())))
                .map(table -> new Obstacle(
                        table.table().name(),
                        "table " + table.name() + " was altered, dropped or made again, and a reset alters none",
                        "let the test that alters it put it back, or use a database of its own"))
                .toArray(Obstacle[]::new);
    }

    private void putBack(Connection connection, Statement statement, Set<TableName> changed) throws SQLException {
        List<Table> written = tables.stream()
                .map(SavedTable::table)
                .filter(table -> changed.contains(table.name()))
                .toList();
        TriggerSuppression triggers = new TriggerSuppression(connection, "main");
        triggers.suppress(new Scope(scope.catalog(), written, written, 0));
        for (SavedTable table : tables) {
            if (changed.contains(table.table().name())) {
                statement.execute(table.delete());
            }
        }
        for (int i = 0; i < tables.size(); i++) {
            if (changed.contains(tables.get(i).table().name())) {
                tables.get(i).insert(connection, rows.get(i));
            }
        }
        triggers.resume();
        schemaVersion = number(statement, "PRAGMA main.schema_version");
    }

    private void putNumbersBack(Connection connection, Map<String, Object> now) throws SQLException {
        Set<String> names = new HashSet<>(now.keySet());
        names.addAll(numbers.keySet());
        for (String name : names) {
            Object wanted = numbers.get(name);
            if (!Objects.equals(wanted, now.get(name))) {
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM main.sqlite_sequence WHERE name = ?")) {
                    delete.setString(1, name);
                    delete.executeUpdate();
                }
                if (wanted != null) {
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)")) {
                        insert.setString(1, name);
                        insert.setObject(2, wanted);
                        insert.executeUpdate();
                    }
                }
            }
        }
    }

    private List<List<@Nullable Object[]>> read(Statement statement) throws SQLException {
        List<List<@Nullable Object[]>> found = new ArrayList<>();
        tables.forEach(table -> found.add(new ArrayList<>()));
        for (String query : queries) {
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    int number = row.getInt(1);
                    @Nullable
                    Object[] cells = new @Nullable Object[tables.get(number).width()];
                    for (int i = 0; i < cells.length; i++) {
                        cells[i] = row.getObject(i + 2);
                    }
                    found.get(number).add(cells);
                }
            }
        }
        return found;
    }

    private static boolean same(List<@Nullable Object[]> some, List<@Nullable Object[]> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.deepEquals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Object> numbers(Statement statement) throws SQLException {
        Map<String, Object> found = new HashMap<>();
        if (tables.stream().anyMatch(SavedTable::autoincrement)) {
            Set<String> names = new HashSet<>();
            tables.stream().filter(SavedTable::autoincrement).forEach(table -> names.add(table.name()));
            try (ResultSet row = statement.executeQuery("SELECT name, seq FROM main.sqlite_sequence")) {
                while (row.next()) {
                    Object number = row.getObject(2);
                    if (number != null && names.contains(row.getString(1))) {
                        found.put(row.getString(1), number);
                    }
                }
            }
        }
        return found;
    }

    private Map<String, String> definitions(Statement statement) throws SQLException {
        Set<String> names = new HashSet<>();
        tables.forEach(table -> names.add(table.name()));
        Map<String, String> found = new HashMap<>();
        try (ResultSet row = statement.executeQuery("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'")) {
            while (row.next()) {
                if (names.contains(row.getString(1))) {
                    found.put(row.getString(1), row.getString(2));
                }
            }
        }
        return found;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    /** Nothing is kept in the database. */
    @Override
    public void remove(Connection connection) {}
}
