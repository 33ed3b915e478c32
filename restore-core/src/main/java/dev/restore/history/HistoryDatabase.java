package dev.restore.history;

import dev.restore.outcome.HistoryException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a history: short transactions, each on a connection of its own, which goes back as it came. */
final class HistoryDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryDatabase.class);
    private static final int ATTEMPTS = 3;
    private static final int SQLITE_BUSY = 5;
    private static final Pattern SECRET = Pattern.compile("(?i)(password|passwd|pwd|user)=[^;&\\s\"]*");
    private static final Pattern AUTHORITY = Pattern.compile("//[^/@\\s]*@");

    private final DataSource source;

    HistoryDatabase(DataSource source) {
        this.source = source;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T on(Handle handle, HistoryProduct product) throws SQLException;
    }

    /** Does something in a transaction, once more where others were in its way. */
    <T> T transaction(Work<T> work) {
        return transaction(work, false);
    }

    /** Does something in a transaction that outlives a process which is killed at once, also where the database writes a while later. */
    <T> T lasting(Work<T> work) {
        return transaction(work, true);
    }

    private <T> T transaction(Work<T> work, boolean lasting) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect()) {
                return transaction(connection, work, lasting);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !othersInTheWay(e)) {
                    throw new HistoryException(
                            "The history of runs could not be read or written" + state(e)
                                    + "; see that its database is there and that this user may create and change its tables.",
                            e);
                }
            }
        }
    }

    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            String said = e.getMessage() == null ? "" : ": " + withoutSecrets(e.getMessage());
            throw new HistoryException("The database of the history of runs cannot be reached" + said, e);
        }
    }

    private static String withoutSecrets(String text) {
        return AUTHORITY.matcher(SECRET.matcher(text).replaceAll("$1=***")).replaceAll("//");
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")";
    }

    private static boolean othersInTheWay(SQLException e) {
        String state = e.getSQLState();
        return (state != null && state.startsWith("40"))
                || (e.getErrorCode() == SQLITE_BUSY && e.getClass().getName().startsWith("org.sqlite."));
    }

    private static <T> T transaction(Connection connection, Work<T> work, boolean lasting) throws SQLException {
        HistoryProduct product = HistoryProduct.of(connection.getMetaData().getDatabaseProductName());
        boolean auto = connection.getAutoCommit();
        if (auto) {
            connection.setAutoCommit(false);
        }
        try {
            T result = run(connection, product, work);
            connection.commit();
            if (lasting && product == HistoryProduct.H2) {
                write(connection);
            }
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(connection, e);
            throw e;
        } finally {
            if (auto) {
                connection.setAutoCommit(true);
            }
        }
    }

    /** H2 writes what was committed within half a second by itself, too: a user without admin rights has to rely on that. */
    private static void write(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            LOG.debug("the history was not written at once (SQLSTATE {})", e.getSQLState());
        }
    }

    private static void rollback(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static <T> T run(Connection connection, HistoryProduct product, Work<T> work) throws SQLException {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
        jdbi.configure(SqlStatements.class, statements -> statements.setTemplateEngine(TemplateEngine.NOP));
        try (Handle handle = jdbi.open()) {
            return work.on(handle, product);
        } catch (JdbiException e) {
            @Nullable SQLException fromDriver = ofDriver(e);
            if (fromDriver == null) {
                throw e;
            }
            throw fromDriver;
        }
    }

    private static @Nullable SQLException ofDriver(JdbiException wrapper) {
        for (Throwable cause = wrapper.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fromDriver) {
                return fromDriver;
            }
        }
        return null;
    }
}
