package dev.restore.outcome;

import java.util.Objects;

/** A run was asked for with a key under which there is one already: nothing was begun, and the one that is there counts. */
public final class DuplicateRunException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private final RunStatus status;

    /**
     * Creates an exception.
     *
     * @param runId the id of the run that is there
     * @param status where that is
     */
    public DuplicateRunException(String runId, RunStatus status) {
        super(
                Phase.OPEN,
                false,
                "There is a run with this key already: " + runId + ", " + status.words()
                        + ". Nothing was begun; take another key for another run.",
                null);
        this.runId = Objects.requireNonNull(runId, "runId");
        this.status = status;
    }

    /** Returns the id of the run that is there. */
    public String runId() {
        return runId;
    }

    /** Returns where the run is that is there. */
    public RunStatus status() {
        return status;
    }

    @Override
    RestoreException copy() {
        return new DuplicateRunException(runId, status);
    }
}
