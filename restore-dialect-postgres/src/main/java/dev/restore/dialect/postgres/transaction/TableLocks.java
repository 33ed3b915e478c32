package dev.restore.dialect.postgres.transaction;

import dev.restore.catalog.Table;
import dev.restore.dialect.BusyException;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for the locks of others only so long, and says who holds them. */
public final class TableLocks {

    public static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection connection;
    private final PostgresCatalog catalog;

    public TableLocks(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    /** A look that may have to wait for locks. */
    @FunctionalInterface
    public interface Look<T> {
        T run() throws SQLException;
    }

    /** Changes that may have to wait for locks. */
    @FunctionalInterface
    public interface Change {
        void run() throws SQLException;
    }

    /** Reads from tables before the run's transaction has begun, which is when nothing else limits the wait. */
    public <T> T reading(Collection<Table> tables, Look<T> look) throws SQLException {
        return reading(tables, TransactionSetup.LIMIT_WAIT, look);
    }

    /** As {@link #reading}, but hardly waits for locks. */
    public <T> T readingAtOnce(Collection<Table> tables, Look<T> look) throws SQLException {
        return reading(tables, "SET LOCAL lock_timeout = '50ms'", look);
    }

    private <T> T reading(Collection<Table> tables, String limit, Look<T> look) throws SQLException {
        if (!connection.getAutoCommit()) {
            Savepoint before = connection.setSavepoint();
            T result = limited(before, tables, limit, look);
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return result;
        }
        connection.setAutoCommit(false);
        try {
            T result = limited(null, tables, limit, look);
            connection.rollback();
            return result;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private <T> T limited(@Nullable Savepoint before, Collection<Table> tables, String limit, Look<T> look)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(limit);
            return look.run();
        } catch (SQLException e) {
            throw explained(before, tables, e);
        }
    }

    /** Does something to tables within the run's transaction. */
    public void changing(Collection<Table> tables, Change change) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            change.run();
        } catch (SQLException e) {
            throw explained(before, tables, e);
        }
        connection.releaseSavepoint(before);
    }

    /** Keeps others from changing rows, as far as this role may: what it may only add to it changes no row of. */
    public void keepWritersOut(Collection<Table> tables) throws SQLException {
        List<Table> lockable = new ArrayList<>();
        String query = "SELECT pg_catalog.has_table_privilege(?::oid, 'UPDATE, DELETE, TRUNCATE')";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (Table table : tables) {
                statement.setString(1, String.valueOf(catalog.oids().get(table.name())));
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        lockable.add(table);
                    }
                }
            }
        }
        if (lockable.isEmpty()) {
            return;
        }
        String names =
                lockable.stream().map(table -> catalog.only(table.name())).collect(Collectors.joining(", "));
        changing(lockable, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + names + " IN SHARE ROW EXCLUSIVE MODE");
            }
        });
    }

    private SQLException explained(@Nullable Savepoint before, Collection<Table> tables, SQLException failure) {
        try {
            if (before == null) {
                connection.rollback();
            } else {
                connection.rollback(before);
            }
            return Objects.equals(failure.getSQLState(), LOCK_NOT_AVAILABLE) ? named(tables, failure) : failure;
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private SQLException named(Collection<Table> tables, SQLException failure) throws SQLException {
        String query = """
                SELECT %s, l.relation::pg_catalog.regclass::text
                FROM pg_catalog.pg_locks l %s
                WHERE l.locktype = 'relation' AND l.granted AND l.relation = ANY (?::oid[])
                  AND l.database = (SELECT oid FROM pg_catalog.pg_database
                                    WHERE datname = pg_catalog.current_database())
                  AND l.pid <> pg_catalog.pg_backend_pid()
                ORDER BY a.xact_start NULLS LAST, l.pid LIMIT 1
                """.formatted(Holder.COLUMNS, Holder.FROM);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return failure;
                }
                Holder holder = Holder.of(row);
                return new BusyException(
                        "table " + row.getString(5) + " is blocked by " + holder.describe(),
                        holder.remedy(),
                        failure.getSQLState(),
                        failure);
            }
        }
    }
}
