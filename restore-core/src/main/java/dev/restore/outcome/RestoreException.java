package dev.restore.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A restore or backup that did not succeed. The message says what, where and what to do about it; it quotes no row values.
 * Unchecked, and holds values only.
 */
public abstract sealed class RestoreException extends RuntimeException
        permits BackupFormatException,
                PlanException,
                LoadException,
                VerificationException,
                RestoreCancelledException,
                DatabaseException,
                BackupWriteException,
                FilesException {

    private static final long serialVersionUID = 1L;

    private final Phase phase;
    private final boolean committed;

    RestoreException(Phase phase, boolean committed, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.phase = Objects.requireNonNull(phase, "phase");
        this.committed = committed;
    }

    /** Returns the step in which it happened. */
    public Phase phase() {
        return phase;
    }

    /** Returns whether anything of this run is in the database. False for every run in one transaction. */
    public boolean committed() {
        return committed;
    }
}
