package dev.restore.dialect.h2;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.h2.H2Versions.Identity;
import dev.restore.dialect.h2.H2Versions.Position;
import dev.restore.dialect.h2.H2Versions.Read;
import dev.restore.dialect.standard.OutsideReferences;
import dev.restore.dialect.standard.SqlNames;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A state kept in copies of the tables. While rows are put back the foreign keys of the database are off, which H2 can only say for all
 * connections. H2 cannot suppress triggers: where some fire, the contents are compared before the commit, and put back again.
 */
final class H2SavedState implements SavedState {

    static final SqlNames NAMES = SqlNames.between("\"");
    private static final int MAX_ROUNDS = 3;

    private final StateScope scope;
    private final TableCopies copies;
    private final H2Versions reader;
    private final Map<TableName, String> columns;
    private final OutsideReferences outside;
    private Read saved;

    H2SavedState(StateScope scope, TableCopies copies, H2Versions reader, Read saved, Map<TableName, String> columns) {
        this.scope = scope;
        this.copies = copies;
        this.reader = reader;
        this.saved = saved;
        this.columns = columns;
        this.outside = new OutsideReferences(scope, NAMES);
    }

    @Override
    public StateReset reset(Connection connection) throws SQLException {
        Set<TableName> rewritten = new LinkedHashSet<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Read now = reader.read(connection);
            if (now.copies().isEmpty() && !copies.names().isEmpty()) {
                return StateReset.keptNothing();
            }
            if (!now.opened()) {
                markOpened(connection);
                saved = new Read(Map.of(), now.copies(), true, saved.identities(), saved.sequences());
            }
            List<Obstacle> obstacles = obstacles(now);
            if (!obstacles.isEmpty()) {
                return new StateReset(List.of(), obstacles, false);
            }
            Set<TableName> changed = changed(now);
            if (changed.isEmpty() && now.sameTables(saved)) {
                return StateReset.of(List.copyOf(rewritten));
            }
            if (!changed.isEmpty()) {
                obstacles = putBack(connection, changed);
                if (!obstacles.isEmpty()) {
                    return new StateReset(List.of(), obstacles, false);
                }
                rewritten.addAll(changed);
            }
            Read after = changed.isEmpty() ? now : reader.read(connection);
            // To restart an identity gives its table no other number.
            restart(connection, after);
            saved = settled(now, after, changed);
            if (saved.tables().equals(after.tables())) {
                return StateReset.of(List.copyOf(rewritten));
            }
        }
        return StateReset.impossible(new Obstacle(
                null,
                "others write to the tables while their state is put back",
                "end what a test has started, such as threads and jobs, before the next one begins"));
    }

    /** Takes the versions that the reset has given, and of the tables that it left alone those that they had. */
    private Read settled(Read before, Read after, Set<TableName> changed) {
        Map<TableName, Long> versions = new HashMap<>(before.tables());
        changed.forEach(name -> {
            Long version = after.tables().get(name);
            if (version != null) {
                versions.put(name, version);
            }
        });
        return new Read(versions, after.copies(), true, saved.identities(), saved.sequences());
    }

    private void markOpened(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(reader.createMark());
        }
    }

    private Set<TableName> changed(Read now) {
        Set<TableName> changed = new LinkedHashSet<>();
        now.tables().forEach((name, version) -> {
            if (!version.equals(saved.tables().get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }

    private List<Obstacle> obstacles(Read now) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (Table table : scope.tables()) {
            if (!now.tables().containsKey(table.name())) {
                obstacles.add(gone(table.name(), "table " + table.name()));
            }
        }
        saved.sequences().keySet().stream()
                .filter(name -> !now.sequences().containsKey(name))
                .forEach(name -> obstacles.add(gone(name, "sequence " + name)));
        if (!now.copies().equals(saved.copies())) {
            obstacles.add(copies.changed(null));
        }
        return obstacles;
    }

    private static Obstacle gone(TableName name, String what) {
        return new Obstacle(
                name,
                what + " is not there any more, and a reset makes none",
                "let the test that drops it make it again, or use a database of its own");
    }

    private List<Obstacle> altered(Connection connection, Set<TableName> changed) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        reader.columns(connection, changed).forEach((name, now) -> {
            if (!now.equals(columns.get(name))) {
                obstacles.add(new Obstacle(
                        name,
                        "the columns of table " + name + " are not those of the saved state",
                        "let the test that alters it put it back, or use a database of its own"));
            }
        });
        return obstacles;
    }

    private List<Obstacle> putBack(Connection connection, Set<TableName> changed) throws SQLException {
        List<Obstacle> obstacles = altered(connection, changed);
        if (!obstacles.isEmpty()) {
            return obstacles;
        }
        boolean keys = scope.tables().stream()
                .anyMatch(table -> changed.contains(table.name())
                        && (!table.foreignKeys().isEmpty()
                                || !scope.catalog().referencing(table.name()).isEmpty()));
        connection.setAutoCommit(false);
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            if (keys) {
                statement.execute("SET REFERENTIAL_INTEGRITY FALSE");
            }
            obstacles = putBack(statement, changed);
            if (obstacles.isEmpty()) {
                connection.commit();
                done = true;
            }
        } finally {
            if (!done) {
                connection.rollback();
            }
            if (keys) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET REFERENTIAL_INTEGRITY TRUE");
                }
            }
            connection.setAutoCommit(true);
        }
        return obstacles;
    }

    private List<Obstacle> putBack(Statement statement, Set<TableName> changed) throws SQLException {
        Set<TableName> rest = new HashSet<>(changed);
        boolean fired = fires(statement, changed);
        for (int round = 0; !rest.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                return List.of(new Obstacle(
                        null,
                        "triggers change the rows of " + new TreeSet<>(rest) + " while their state is put back, and H2"
                                + " cannot suppress them",
                        "drop these triggers in tests, or keep their tables out of the state"));
            }
            for (String sql : copies.putBack(rest)) {
                statement.execute(sql);
            }
            rest = fired ? different(statement) : Set.of();
        }
        return outside.broken(statement, changed);
    }

    private static boolean fires(Statement statement, Set<TableName> changed) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM INFORMATION_SCHEMA.TRIGGERS")) {
            while (row.next()) {
                if (changed.contains(new TableName(row.getString(1), row.getString(2)))) {
                    return true;
                }
            }
            return false;
        }
    }

    private Set<TableName> different(Statement statement) throws SQLException {
        Set<TableName> different = new HashSet<>();
        for (Table table : scope.tables()) {
            try (ResultSet row = statement.executeQuery(copies.difference(table))) {
                if (row.next()) {
                    different.add(table.name());
                }
            }
        }
        return different;
    }

    private void restart(Connection connection, Read now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<Identity, Position> identity : saved.identities().entrySet()) {
                Identity column = identity.getKey();
                if (!identity.getValue().equals(now.identities().get(column))) {
                    statement.execute("ALTER TABLE " + NAMES.quote(column.table()) + " ALTER COLUMN "
                            + NAMES.quote(column.column()) + identity.getValue().restart(" SET"));
                }
            }
            for (Map.Entry<TableName, Position> sequence : saved.sequences().entrySet()) {
                if (!sequence.getValue().equals(now.sequences().get(sequence.getKey()))) {
                    statement.execute("ALTER SEQUENCE " + NAMES.quote(sequence.getKey())
                            + sequence.getValue().restart(""));
                }
            }
        }
    }

    @Override
    public void remove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(copies.drop());
        }
    }
}
