package dev.restore.outcome;

/**
 * The run was ended: by the caller, by an interrupt of its thread, or because its deadline had passed. It was rolled back
 * unless {@link #committed()} says otherwise.
 */
public final class RestoreCancelledException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception for the step in which the run was ended. */
    public RestoreCancelledException(Phase phase, boolean committed) {
        this(phase, committed, "The restore was cancelled" + (committed ? "." : "; nothing was changed."));
    }

    /** Creates an exception for the step in which the run was ended, with a message that says why. */
    public RestoreCancelledException(Phase phase, boolean committed, String message) {
        super(phase, committed, message, null);
    }

    @Override
    RestoreException copy() {
        return new RestoreCancelledException(phase(), committed(), text());
    }
}
