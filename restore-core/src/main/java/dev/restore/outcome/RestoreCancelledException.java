package dev.restore.outcome;

/** The caller ended the run. It was rolled back unless {@link #committed()} says otherwise. */
public final class RestoreCancelledException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception for the step in which the run was ended. */
    public RestoreCancelledException(Phase phase, boolean committed) {
        super(phase, committed, "The restore was cancelled" + (committed ? "." : "; nothing was changed."), null);
    }
}
