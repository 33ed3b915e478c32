package dev.restore.dialect.sqlite;

import dev.restore.catalog.Table;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops the triggers of tables within the transaction and creates them again from their own text, in their order: SQLite cannot disable
 * a trigger, and fires those of a table in an order that follows from the one in which they were created. Those that only keep an index
 * in a virtual table stay in force, because nothing else would.
 */
final class TriggerSuppression {

    /** With this SQLite begins the text of every trigger that it keeps, temporary or not; the name follows, without a schema. */
    private static final String CREATE = "CREATE TRIGGER ";

    private final Connection connection;
    private final String database;
    private final List<Definition> dropped = new ArrayList<>();
    private final List<Definition> kept = new ArrayList<>();
    private List<Definition> before = List.of();
    private Set<String> tables = Set.of();

    /**
     * Creates a suppression of nothing so far.
     *
     * @param database the name of the database of the connection that holds the tables
     */
    TriggerSuppression(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /** A trigger as SQLite keeps it. */
    private record Definition(String schema, String name, String table, String sql) {

        String drop() {
            return "DROP TRIGGER " + SqliteNames.quoted(schema) + '.' + SqliteNames.quoted(name);
        }

        String create() throws SQLException {
            if (!sql.startsWith(CREATE)) {
                throw new SessionException("the text of trigger " + name + " is not as SQLite writes it");
            }
            return CREATE + SqliteNames.quoted(schema) + '.' + sql.substring(CREATE.length());
        }
    }

    /** Tries it and rolls that back: within the caller's transaction to a savepoint, otherwise in a transaction of its own. */
    List<Obstacle> obstacles(Scope scope, boolean withinTransaction) throws SQLException {
        tables = folded(scope.loaded(), scope.cleared());
        List<Definition> definitions = read();
        if (definitions.isEmpty()) {
            return List.of();
        }
        try {
            run(withinTransaction ? "SAVEPOINT restore_triggers" : "BEGIN IMMEDIATE");
        } catch (SQLException e) {
            // Nobody can write, which is an obstacle of its own.
            return List.of();
        }
        try {
            suppress(scope);
            resume();
            return List.of();
        } catch (SQLException e) {
            return List.of(new Obstacle(
                    null,
                    "the triggers " + definitions.stream().map(Definition::name).collect(Collectors.joining(", "))
                            + " cannot be dropped and created again as they are (" + e.getMessage() + ")",
                    "drop them before it and create them again after it"));
        } finally {
            forget();
            run(withinTransaction ? "ROLLBACK TO restore_triggers" : "ROLLBACK");
            if (withinTransaction) {
                run("RELEASE restore_triggers");
            }
        }
    }

    /** Drops the triggers of the tables of a scope, within the transaction. */
    void suppress(Scope scope) throws SQLException {
        forget();
        tables = folded(scope.loaded(), scope.cleared());
        before = read();
        Set<String> indexes = virtualTables();
        indexes.removeAll(folded(scope.loaded()));
        for (Definition definition : before) {
            boolean index = TriggerText.keepsAnIndex(definition.sql(), table -> indexes.contains(fold(table)));
            (index ? kept : dropped).add(definition);
        }
        for (Definition definition : dropped) {
            if (definition.schema().equals("temp")
                    && !database.equals("temp")
                    && isTemporaryTable(definition.table())) {
                throw new SessionException("table " + definition.table()
                        + " is also the name of a temporary one, and its temporary trigger " + definition.name()
                        + " may be of either");
            }
        }
        for (Definition definition : dropped) {
            run(definition.drop());
        }
    }

    /** Creates them again, and compares them with what they were. */
    void resume() throws SQLException {
        if (dropped.isEmpty()) {
            return;
        }
        for (Definition definition : kept) {
            run(definition.drop());
        }
        for (Definition definition : before) {
            run(definition.create());
        }
        if (!read().equals(before)) {
            throw new SessionException("the triggers of " + String.join(", ", tables)
                    + " could not be created again exactly as they were");
        }
        forget();
    }

    private void forget() {
        dropped.clear();
        kept.clear();
        before = List.of();
    }

    private Set<String> virtualTables() throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT name FROM pragma_table_list WHERE schema = ? COLLATE NOCASE AND type = 'virtual'")) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(fold(row.getString(1)));
                }
            }
        }
        return names;
    }

    private List<Definition> read() throws SQLException {
        List<Definition> found = new ArrayList<>();
        Collection<String> schemas = new LinkedHashSet<>(List.of(database, "temp"));
        for (String schema : schemas) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT name, tbl_name, sql FROM "
                            + SqliteNames.quoted(schema) + ".sqlite_schema WHERE type = 'trigger' ORDER BY rowid");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (tables.contains(fold(row.getString(2)))
                            && !row.getString(1).startsWith(EarlyKeys.PREFIX)) {
                        found.add(new Definition(schema, row.getString(1), row.getString(2), row.getString(3)));
                    }
                }
            }
        }
        return found;
    }

    private boolean isTemporaryTable(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT 1 FROM temp.sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @SafeVarargs
    private static Set<String> folded(List<Table>... touched) {
        Set<String> names = new LinkedHashSet<>();
        for (List<Table> each : touched) {
            each.forEach(table -> names.add(fold(table.name().name())));
        }
        return names;
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
