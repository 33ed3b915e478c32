package dev.restore.dialect.postgres.state;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.state.StateQueries.Position;
import dev.restore.dialect.postgres.state.StateQueries.Read;
import dev.restore.dialect.standard.OutsideReferences;
import dev.restore.dialect.standard.SqlNames;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A state kept in copies of the tables, put back in one transaction: one query says what has changed, one message to the server with all
 * statements puts that back and reads the new versions.
 *
 * <p>Where this user may, the transaction is a replica's: neither foreign keys nor triggers are in its way. Otherwise tables that refer to
 * a changed one are put back with it, in the order of the foreign keys, and triggers fire. Where some fire in either case, the contents
 * are compared before the commit, and put back again.
 */
final class PostgresSavedState implements SavedState {

    /** How long it waits for a transaction that a test has left open; it does not wait for the disk. */
    private static final String NO_LONG_WAITS = "SET LOCAL lock_timeout = '10s'; SET LOCAL synchronous_commit = off";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Set<String> GONE = Set.of("42P01", "3F000", "42703");
    private static final int MAX_ROUNDS = 3;

    private final StateScope scope;
    private final TableCopies copies;
    private final StateQueries queries;
    private final boolean replica;
    private final Map<TableName, String> copyVersions = new HashMap<>();
    private final OutsideReferences outside;
    private Read saved;

    PostgresSavedState(StateScope scope, TableCopies copies, StateQueries queries, Read saved, boolean replica) {
        this.scope = scope;
        this.copies = copies;
        this.queries = queries;
        this.saved = saved;
        this.replica = replica;
        this.outside = new OutsideReferences(scope, SqlNames.between("\""));
    }

    /** Remembers the versions of the copies, which have just been made. */
    void remember(Statement statement) throws SQLException {
        if (!scope.tables().isEmpty()) {
            run(statement, queries.versions(scope.names()), new HashMap<>());
        }
    }

    @Override
    public StateReset reset(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(NO_LONG_WAITS);
            Read now = queries.read(connection);
            List<Obstacle> obstacles = obstacles(now);
            if (!obstacles.isEmpty()) {
                connection.rollback();
                return kept(connection) ? new StateReset(List.of(), obstacles, false) : StateReset.keptNothing();
            }
            Set<TableName> changed = changed(now);
            StateReset result = StateReset.of(List.copyOf(changed));
            if (!changed.isEmpty() || !now.sequences().equals(saved.sequences())) {
                result = putBack(statement, now, changed);
            }
            if (result.obstacles().isEmpty()) {
                connection.commit();
                done = true;
            }
            return result;
        } catch (SQLException e) {
            connection.rollback();
            done = true;
            return explained(connection, e);
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private StateReset explained(Connection connection, SQLException failure) throws SQLException {
        String state = String.valueOf(failure.getSQLState());
        if (GONE.contains(state)) {
            return kept(connection)
                    ? StateReset.impossible(altered("a table, column or sequence of the state is not there any more"))
                    : StateReset.keptNothing();
        }
        if (LOCK_NOT_AVAILABLE.equals(state)) {
            return StateReset.impossible(Obstacle.busy(
                    null,
                    "another transaction holds rows or tables of the state for more than 10 seconds",
                    "end all transactions of a test before the next one begins"));
        }
        if (FOREIGN_KEY_VIOLATION.equals(state)) {
            return StateReset.impossible(new Obstacle(
                    null,
                    "a table outside the state refers to its rows",
                    "take the table into the state, by a wider scope"));
        }
        throw failure;
    }

    private boolean kept(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            statement.setString(1, copies.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Obstacle altered(String what) {
        return new Obstacle(
                null,
                what + ", and a reset alters none",
                "let the test that alters a table put it back, or use a database of its own");
    }

    private List<Obstacle> obstacles(Read now) {
        List<Obstacle> obstacles = new ArrayList<>();
        if (!now.columns().equals(saved.columns())) {
            obstacles.add(altered("a table of the state was altered or made again"));
        }
        if (!now.declared().equals(saved.declared())) {
            obstacles.add(altered("a sequence of the state was altered or made again"));
        }
        if (!now.outside().equals(saved.outside())) {
            obstacles.add(altered("tables outside the state refer to its tables by other foreign keys"));
        }
        return obstacles;
    }

    private Set<TableName> changed(Read now) {
        Set<TableName> changed = new LinkedHashSet<>();
        now.tables().forEach((name, version) -> {
            if (!version.equals(saved.tables().get(name))) {
                changed.add(name);
            }
        });
        return replica ? changed : withReferring(changed);
    }

    /** Rows cannot go while others of the state refer to them. */
    private Set<TableName> withReferring(Set<TableName> changed) {
        Set<TableName> inside = scope.names();
        Set<TableName> all = new LinkedHashSet<>(changed);
        List<TableName> open = new ArrayList<>(changed);
        while (!open.isEmpty()) {
            for (ForeignKey key : scope.catalog().referencing(open.remove(open.size() - 1))) {
                if (inside.contains(key.table()) && all.add(key.table())) {
                    open.add(key.table());
                }
            }
        }
        return all;
    }

    private StateReset putBack(Statement statement, Read now, Set<TableName> changed) throws SQLException {
        Set<TableName> rest = changed;
        Set<TableName> written = new LinkedHashSet<>(changed);
        Map<TableName, String> versions = new LinkedHashMap<>();
        for (int round = 0; round == 0 || !rest.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                return StateReset.impossible(new Obstacle(
                        null,
                        "triggers or rules change the rows of " + new TreeSet<>(rest)
                                + " while their state is put back",
                        "drop them in tests, keep their tables out of the state, or connect as a user who may set"
                                + " session_replication_role"));
            }
            Set<TableName> measured = now.firing() > 0 ? scope.names() : rest;
            List<Obstacle> obstacles = run(statement, script(now, rest, measured, round == 0), versions);
            if (!obstacles.isEmpty()) {
                return new StateReset(List.of(), obstacles, false);
            }
            rest = now.firing() > 0 ? different(statement) : Set.of();
            written.addAll(rest);
        }
        for (Map.Entry<TableName, String> version : versions.entrySet()) {
            // A row that another transaction has committed after the DELETE would otherwise be taken for one of the
            // state.
            if (!rows(version.getValue()).equals(rows(copyVersions.getOrDefault(version.getKey(), "")))) {
                return StateReset.impossible(Obstacle.busy(
                        version.getKey(),
                        "others write to table " + version.getKey() + " while its state is put back",
                        "end what a test has started, such as threads and jobs, before the next one begins"));
            }
        }
        Map<TableName, String> all = new HashMap<>(saved.tables());
        all.putAll(versions);
        saved = new Read(all, saved.columns(), saved.sequences(), saved.declared(), saved.outside(), now.firing());
        return StateReset.of(List.copyOf(written));
    }

    /** Returns the number of rows that a version begins with. */
    private static String rows(String version) {
        int space = version.indexOf(' ');
        return space < 0 ? version : version.substring(0, space);
    }

    private String script(Read now, Set<TableName> changed, Set<TableName> measured, boolean first) {
        List<String> script = new ArrayList<>();
        if (first) {
            script.add("SET LOCAL row_security = off");
            if (replica) {
                script.add("SET LOCAL session_replication_role = replica");
            }
        }
        script.addAll(copies.putBack(changed));
        outside.orphans(changed)
                .forEach((key, query) -> script.add(
                        "SELECT 'o', 0, " + Identifiers.literal(key.describe()) + " WHERE EXISTS (" + query + ")"));
        List<String> positions = new ArrayList<>();
        saved.sequences().forEach((name, position) -> {
            if (now.firing() > 0 || !position.equals(now.sequences().get(name))) {
                positions.add(setval(name, position));
            }
        });
        if (!positions.isEmpty()) {
            script.add("SELECT 'v', 0, pg_catalog.concat(" + String.join(", ", positions) + ")");
        }
        if (!measured.isEmpty()) {
            script.add(queries.versions(measured));
        }
        return String.join(";\n", script);
    }

    private static String setval(TableName name, Position position) {
        return "pg_catalog.setval(" + Identifiers.literal(Identifiers.quoted(name)) + "::pg_catalog.regclass, "
                + position.last() + ", " + position.called() + ")";
    }

    private List<Obstacle> run(Statement statement, String script, Map<TableName, String> versions)
            throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        boolean rows = statement.execute(script);
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        take(row, versions, obstacles);
                    }
                }
            }
            rows = statement.getMoreResults();
        }
        return obstacles;
    }

    private void take(ResultSet row, Map<TableName, String> versions, List<Obstacle> obstacles) throws SQLException {
        String text = row.getString(3);
        switch (row.getString(1)) {
            case "t" -> versions.put(queries.table(row.getInt(2)), text);
            case "k" -> {
                String before = copyVersions.putIfAbsent(queries.table(row.getInt(2)), text);
                if (before != null && !before.equals(text)) {
                    obstacles.add(copies.changed(queries.table(row.getInt(2))));
                }
            }
            case "o" -> obstacles.add(OutsideReferences.dangling(null, text));
            default -> {}
        }
    }

    private Set<TableName> different(Statement statement) throws SQLException {
        Set<TableName> different = new HashSet<>();
        for (Table table : scope.tables()) {
            String columns = String.join(
                    ", ",
                    table.insertableColumns().stream()
                            .map(column -> Identifiers.quoted(column.name()))
                            .toList());
            String mine = "SELECT ROW(" + columns + ")::text FROM ONLY " + Identifiers.quoted(table.name());
            String kept =
                    "SELECT ROW(" + columns + ")::text FROM ONLY " + Identifiers.quoted(copies.copyOf(table.name()));
            try (ResultSet row = statement.executeQuery("SELECT 1 FROM ((" + mine + " EXCEPT ALL " + kept
                    + ") UNION ALL (" + kept + " EXCEPT ALL " + mine + ")) d LIMIT 1")) {
                if (row.next()) {
                    different.add(table.name());
                }
            }
        }
        return different;
    }

    @Override
    public void remove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(copies.drop());
        }
    }
}
