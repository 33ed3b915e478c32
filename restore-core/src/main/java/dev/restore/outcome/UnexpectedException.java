package dev.restore.outcome;

/**
 * Something failed that no restore foresees, as a defect of this library or of what it was given, after rows were committed: the cause
 * says what. Where nothing is committed, such failures come as they are.
 */
public final class UnexpectedException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception of a run that has committed.
     *
     * @param message what failed, and what of the run is in the database
     * @param cause what failed
     */
    public UnexpectedException(Phase phase, String message, Throwable cause) {
        super(phase, true, message, cause);
    }

    private UnexpectedException(UnexpectedException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
    }

    @Override
    RestoreException copy() {
        return new UnexpectedException(this);
    }
}
