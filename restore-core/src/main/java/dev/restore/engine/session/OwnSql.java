package dev.restore.engine.session;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Runs the SQL of the library's own tables with Jdbi, on a connection and within a transaction that belong to somebody else. Names
 * of tables stand in the SQL as they are: nothing of them is taken for a template. Not for rows of the backup.
 */
public final class OwnSql {

    private OwnSql() {}

    /** What is to be done, and its result. */
    public interface Work<T> {
        T on(Handle handle) throws SQLException;
    }

    /**
     * Does something on a connection, which stays open, in its transaction, which stays open, too.
     *
     * @throws SQLException what the driver has thrown, without what Jdbi wraps around it
     */
    public static <T> T run(Connection connection, Work<T> work) throws SQLException {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
        jdbi.configure(SqlStatements.class, statements -> statements.setTemplateEngine(TemplateEngine.NOP));
        try (Handle handle = jdbi.open()) {
            return work.on(handle);
        } catch (JdbiException e) {
            throw ofDriver(e);
        }
    }

    /**
     * Returns what the driver has thrown.
     *
     * @throws JdbiException if it is not one of the driver's
     */
    static SQLException ofDriver(JdbiException wrapper) {
        for (Throwable cause = wrapper.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fromDriver) {
                return fromDriver;
            }
        }
        throw wrapper;
    }
}
