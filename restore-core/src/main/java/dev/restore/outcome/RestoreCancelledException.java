package dev.restore.outcome;

import java.util.Objects;

/**
 * The run was ended: by the caller, by an interrupt of its thread, or because its deadline had passed. It was rolled back
 * unless {@link #committed()} says otherwise.
 */
public final class RestoreCancelledException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Who or what ended a run. */
    public enum Reason {
        /** Somebody has called {@code cancel()}. */
        CANCELLED,
        /** The thread of the run was interrupted. */
        INTERRUPTED,
        /** It took longer than its deadline. */
        DEADLINE,
        /** The plan was shown for approval and not approved. */
        NOT_APPROVED
    }

    /** Creates an exception for the step in which the run was ended by somebody. */
    public RestoreCancelledException(Phase phase, boolean committed) {
        this(
                phase,
                committed,
                Reason.CANCELLED,
                "The restore was cancelled" + (committed ? "." : "; nothing was changed."));
    }

    /** Creates an exception for the step in which the run was ended, with a message that says why. */
    public RestoreCancelledException(Phase phase, boolean committed, Reason reason, String message) {
        super(phase, committed, message, null);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns who or what ended the run. */
    public Reason reason() {
        return reason;
    }

    @Override
    RestoreException copy() {
        return new RestoreCancelledException(phase(), committed(), reason, text());
    }
}
