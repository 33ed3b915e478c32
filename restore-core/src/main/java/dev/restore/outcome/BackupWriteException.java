package dev.restore.outcome;

import java.io.IOException;

/** A backup could not be written. Nothing stands under its name, and what was begun was taken away where that was possible. */
public final class BackupWriteException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what could not be written, and what to do
     * @param cause what the system said
     */
    public BackupWriteException(String message, IOException cause) {
        this(Phase.LOAD, message, cause);
    }

    /**
     * Creates an exception for a step of a run.
     *
     * @param phase the step
     * @param message what could not be written, and what to do
     * @param cause what the system said
     */
    public BackupWriteException(Phase phase, String message, IOException cause) {
        super(phase, false, message, cause);
    }

    private BackupWriteException(BackupWriteException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
    }

    @Override
    RestoreException copy() {
        return new BackupWriteException(this);
    }
}
