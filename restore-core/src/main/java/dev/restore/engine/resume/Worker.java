package dev.restore.engine.resume;

import dev.restore.backup.reading.BackupReader;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Messages;
import dev.restore.engine.step.CommitStep;
import dev.restore.engine.step.RunContext;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the connections over which a run loads side by side, with its own reader. Used by one thread at a time. */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final RunContext run;
    private final @Nullable BorrowedConnection borrowed;
    private final boolean ownSession;

    private Worker(RunContext run, @Nullable BorrowedConnection borrowed, boolean ownSession) {
        this.run = run;
        this.borrowed = borrowed;
        this.ownSession = ownSession;
        run.watch().guard(run.session());
    }

    /**
     * Opens workers.
     *
     * @param settings the settings of the run's own session
     */
    public record Opener(Dialect dialect, ConnectionSource target, SessionSettings settings) {

        /** Returns the run as it is, which is alone. */
        Worker alone(RunContext run) {
            return new Worker(run, null, false);
        }

        /** Opens the worker on the connection that the run has. */
        Worker first(RunContext run) throws SQLException {
            return new Worker(on(run, run.reader(), run.connection()), null, true);
        }

        /** Opens a worker on one more connection. */
        Worker next(RunContext run) throws SQLException {
            BorrowedConnection borrowed = target.borrowAnother();
            try {
                return new Worker(on(run, run.reader().another(), borrowed.connection()), borrowed, true);
            } catch (SQLException | RuntimeException e) {
                try (borrowed) {
                    throw e;
                }
            }
        }

        private RunContext on(RunContext run, BackupReader reader, Connection connection) throws SQLException {
            Dialect.Session session = dialect.open(connection, settings.besideOthers());
            return run.on(
                    reader,
                    connection,
                    session,
                    new CommitStep(
                            dialect,
                            session,
                            target,
                            new Messages(session, run.plan().scope().catalog())));
        }
    }

    RunContext run() {
        return run;
    }

    /** Gives the connection back. What was committed is safe by then, so that a failure is not a failure of the run. */
    @Override
    public void close() {
        if (!ownSession) {
            return;
        }
        run.watch().leaveAlone(run.session());
        try (borrowed) {
            run.session().close();
        } catch (SQLException e) {
            LOG.warn(
                    "a connection could not be put back as it was",
                    run.messages().redacted(e));
        }
    }
}
