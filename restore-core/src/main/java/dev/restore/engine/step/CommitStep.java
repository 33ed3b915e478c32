package dev.restore.engine.step;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.TransactionFate;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Messages;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Redaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits, and when the answer is lost or cannot be true asks the database what became of the transaction. */
public final class CommitStep {

    private static final Logger LOG = LoggerFactory.getLogger(CommitStep.class);
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLIS = 250;

    private final Dialect dialect;
    private final Dialect.Session session;
    private final ConnectionSource target;
    private final Messages messages;

    public CommitStep(Dialect dialect, Dialect.Session session, ConnectionSource target, Messages messages) {
        this.dialect = dialect;
        this.session = session;
        this.target = target;
        this.messages = messages;
    }

    /**
     * Commits.
     *
     * @return warnings
     * @throws DatabaseException when the answer was lost and the rows are not in, or nobody knows whether they are
     * @throws SQLException when the database refused
     */
    public List<String> commit(Connection connection, Optional<String> mark) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!lost(e)) {
                throw e;
            }
            return afterLostAnswer(mark, e);
        }
        if (mark.isPresent() && known(connection, mark.get()) == TransactionFate.ROLLED_BACK) {
            SessionException silent = new SessionException("the server rolled back instead of committing", "40000");
            throw new DatabaseException(
                    Phase.FINISH,
                    false,
                    "The database answered the commit and rolled back all the same. Nothing was changed; run it again.",
                    silent);
        }
        return makeLasting();
    }

    /** A database that answers a commit before it has written it may fail to write it, and then nothing but its file tells. */
    private List<String> makeLasting() {
        try {
            return session.commits().committed().stream()
                    .map(reason ->
                            "The commit may not outlive a crash in the next moments, because the database writes it"
                                    + " to its file later: " + reason + ".")
                    .toList();
        } catch (SQLException e) {
            throw new DatabaseException(
                    Phase.FINISH,
                    true,
                    "The database answered the commit and could not write it to its file: " + messages.of(e)
                            + " Either all rows are in or nothing was changed; open it again and look before you run it"
                            + " again.",
                    messages.redacted(e));
        } catch (RuntimeException e) {
            LOG.warn("the commit was answered, and what is done after it failed", Redaction.of(e));
            return List.of("The commit was answered, and the database could not be asked whether it has written it ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    private TransactionFate known(Connection connection, String mark) {
        try {
            return dialect.fate(connection, mark);
        } catch (SQLException e) {
            LOG.debug("the commit was answered and could not be asked after", messages.redacted(e));
            return TransactionFate.UNKNOWN;
        } catch (RuntimeException e) {
            LOG.debug("the commit was answered and could not be asked after", Redaction.of(e));
            return TransactionFate.UNKNOWN;
        }
    }

    private static boolean lost(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }

    private List<String> afterLostAnswer(Optional<String> mark, SQLException lost) {
        return switch (mark.map(m -> ask(m, lost)).orElse(TransactionFate.UNKNOWN)) {
            case COMMITTED ->
                List.of("The connection was lost during the commit; the database says that it took place.");
            case ROLLED_BACK ->
                throw new DatabaseException(
                        Phase.FINISH,
                        false,
                        "The connection was lost during the commit, and the database says that it did not take place: "
                                + messages.of(lost) + " Nothing was changed; run it again.",
                        messages.redacted(lost));
            default ->
                throw new DatabaseException(
                        Phase.FINISH,
                        true,
                        "The connection was lost during the commit, and it is not known whether it took place: "
                                + messages.of(lost)
                                + " Either all rows are in or nothing was changed; look before you run it again.",
                        messages.redacted(lost));
        };
    }

    private TransactionFate ask(String mark, SQLException lost) {
        TransactionFate fate = TransactionFate.UNKNOWN;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (BorrowedConnection fresh = target.borrowAnother()) {
                fate = dialect.fate(fresh.connection(), mark);
                if (fate != TransactionFate.IN_PROGRESS) {
                    return fate;
                }
            } catch (SQLException e) {
                lost.addSuppressed(e);
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return TransactionFate.UNKNOWN;
            }
        }
        return fate;
    }
}
