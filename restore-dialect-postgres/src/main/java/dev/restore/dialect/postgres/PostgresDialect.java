package dev.restore.dialect.postgres;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.TableStates;
import dev.restore.dialect.TransactionFate;
import dev.restore.dialect.postgres.session.PostgresSession;
import dev.restore.dialect.postgres.state.PostgresSiblings;
import dev.restore.dialect.postgres.state.PostgresStates;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * PostgreSQL 12 and later. Rows go in by COPY, foreign keys are put off to the end of the one transaction, and an
 * advisory lock keeps two restores into the same database apart.
 *
 * <p>The indexes, unique constraints and foreign keys of a table that gets 20,000 rows or more are dropped and built again
 * within the transaction where they can be put back exactly. When at most 2,000 rows come in all, no constraint is altered and
 * small tables are emptied by DELETE. The settings {@code restore.rebuild_rows} and {@code restore.light_rows} of a connection
 * move these numbers, for instance {@code options=-c%20restore.rebuild_rows=1000000} in its URL.
 */
public final class PostgresDialect implements Dialect {

    /** Creates the dialect. It has no state. */
    public PostgresDialect() {}

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("PostgreSQL");
    }

    @Override
    public Optional<Object> session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            row.next();
            return Optional.of(row.getInt(1));
        }
    }

    @Override
    public TransactionFate fate(Connection connection, String mark) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_xact_status(CAST(? AS pg_catalog.xid8))")) {
            statement.setString(1, mark);
            try (ResultSet row = statement.executeQuery()) {
                String status = row.next() ? row.getString(1) : null;
                if (status == null) {
                    return TransactionFate.UNKNOWN;
                }
                return switch (status) {
                    case "committed" -> TransactionFate.COMMITTED;
                    case "aborted" -> TransactionFate.ROLLED_BACK;
                    case "in progress" -> TransactionFate.IN_PROGRESS;
                    default -> TransactionFate.UNKNOWN;
                };
            }
        }
    }

    @Override
    public TableStates tableStates() {
        return new PostgresStates();
    }

    @Override
    public Siblings siblings() {
        return new PostgresSiblings();
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) {
        return new PostgresSession(connection, settings);
    }
}
