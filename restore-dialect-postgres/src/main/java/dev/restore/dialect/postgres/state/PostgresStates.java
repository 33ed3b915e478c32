package dev.restore.dialect.postgres.state;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.LoadOrder;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.TableStates;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.standard.SqlNames;
import dev.restore.dialect.standard.TableCopies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;

/** Saves the state of tables of PostgreSQL in copies within the database, which takes the right to create a schema. */
public final class PostgresStates implements TableStates {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Creates it. It has no state of its own. */
    public PostgresStates() {}

    @Override
    public Optional<SavedState> save(Connection connection, StateScope scope) throws SQLException {
        TableCopies copies = new TableCopies(scope, SqlNames.between("\""), scope.name(), "FROM ONLY");
        connection.setAutoCommit(false);
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            boolean replica = mayBeReplica(connection, statement);
            if (!replica && !canBeOrdered(scope)) {
                return Optional.empty();
            }
            statement.execute("SET LOCAL row_security = off");
            statement.execute("CREATE SCHEMA " + Identifiers.quoted(copies.schema()));
            for (String sql : copies.create("CREATE TABLE")) {
                statement.execute(sql);
            }
            StateQueries queries = StateQueries.of(connection, scope, copies, replica);
            PostgresSavedState state =
                    new PostgresSavedState(scope, copies, queries, queries.read(connection), replica);
            state.remember(statement);
            connection.commit();
            done = true;
            return Optional.of(state);
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private static boolean mayBeReplica(Connection connection, Statement statement) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute("SET LOCAL session_replication_role = replica");
            return true;
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            connection.rollback(before);
        }
    }

    /** Returns whether rows can be put back with all foreign keys in force, so that no other row goes along. */
    private static boolean canBeOrdered(StateScope scope) {
        boolean outsideGoesAlong = scope.fromOutside().stream()
                .anyMatch(key ->
                        key.onDelete() != ForeignKey.Action.NO_ACTION && key.onDelete() != ForeignKey.Action.RESTRICT);
        boolean refusesItself = scope.tables().stream()
                .flatMap(table -> table.foreignKeys().stream())
                .anyMatch(key -> key.selfReference() && key.onDelete() == ForeignKey.Action.RESTRICT);
        boolean partitions = scope.tables().stream().anyMatch(table -> table.parent() != null);
        return !outsideGoesAlong
                && !refusesItself
                && !partitions
                && LoadOrder.of(scope.catalog(), scope.tables()).cycles().isEmpty();
    }
}
