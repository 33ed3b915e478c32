package dev.restore.outcome;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A restore or backup that did not succeed. The message says what, where and what to do about it; it quotes no values of rows, and
 * neither do its causes and suppressed exceptions: what a driver or parser said stands there without them. Unchecked, and holds values
 * only.
 */
public abstract sealed class RestoreException extends RuntimeException
        permits BackupFormatException,
                PlanException,
                LoadException,
                VerificationException,
                RestoreCancelledException,
                DatabaseException,
                BackupWriteException,
                FilesException,
                HistoryException,
                DuplicateRunException,
                UnexpectedException {

    private static final long serialVersionUID = 1L;

    private final Phase phase;
    private final boolean committed;

    RestoreException(Phase phase, boolean committed, String message, @Nullable Throwable cause) {
        super(message, cause == null ? null : Redaction.of(cause));
        this.phase = Objects.requireNonNull(phase, "phase");
        this.committed = committed;
    }

    /** Returns the step in which it happened. */
    public Phase phase() {
        return phase;
    }

    /**
     * Returns whether anything of this run is in the database. A run in one transaction checks everything before it commits: it is true
     * of one only where the commit itself was not answered, or what failed came after it.
     */
    public boolean committed() {
        return committed;
    }

    /**
     * Returns what stands in the way, one by one: all problems of a {@link PlanException}, and of a {@link DatabaseException} that
     * somebody else holds what the run needs ({@link Problem.Kind#BUSY}), and who. Empty for other failures.
     */
    public List<Problem> problems() {
        return List.of();
    }

    /**
     * Returns whether nothing stands in the way but others who hold what the run needs, so that the same call may succeed when it is tried
     * again later, on whatever database.
     */
    public final boolean retryable() {
        List<Problem> problems = problems();
        return !problems.isEmpty() && problems.stream().allMatch(Problem::retryable);
    }

    /**
     * Returns this exception without suppressed exceptions that may quote values: itself where it has none, otherwise a copy in which
     * others stand for them.
     */
    public final RestoreException redacted() {
        if (Redaction.isClean(this)) {
            return this;
        }
        RestoreException copy = copy();
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            if (suppressed != this) {
                copy.addSuppressed(Redaction.of(suppressed));
            }
        }
        return copy;
    }

    /** Returns the same without suppressed exceptions. */
    abstract RestoreException copy();

    /** Returns the message, which each of these exceptions has. */
    final String text() {
        return String.valueOf(getMessage());
    }
}
