package dev.restore.seed;

import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.Connections;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Remedies;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes a connection for one action and gives it back. */
final class SeedConnection {

    private SeedConnection() {}

    /** What is done on a connection in auto-commit mode. */
    interface Action<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Does something on a connection.
     *
     * @param failed what has failed when the database fails, a sentence without its end
     * @throws SeedException when a transaction of the test is open on the connection
     */
    static <T> T call(DataSource database, String failed, Action<T> action) {
        try (BorrowedConnection borrowed = Connections.of(database).borrow()) {
            if (borrowed.callersTransaction()) {
                throw new SeedException(
                        failed
                                + ": the data source hands out the connection of a transaction that is open already. Let the"
                                + " seed come before the transaction of the test, or give it the data source without transactions.",
                        null);
            }
            return action.on(borrowed.connection());
        } catch (SQLException e) {
            Messages messages = Messages.beforeRows();
            Problem busy = messages.busy(e) ? Remedies.busy(messages, e) : null;
            throw new DatabaseException(
                    Phase.PREPARE,
                    false,
                    failed + ": " + (busy == null ? "the database refused it" : busy.describe()),
                    e,
                    busy);
        }
    }
}
