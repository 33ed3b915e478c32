package dev.restore.outcome;

import java.io.IOException;

/** The files beside the rows could not be put on this system's disk. Nothing was changed, and what was begun was taken away. */
public final class FilesException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what could not be written, and what to do
     * @param cause what the system said
     */
    public FilesException(String message, IOException cause) {
        super(Phase.PREPARE, false, message, cause);
    }

    private FilesException(FilesException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
    }

    @Override
    RestoreException copy() {
        return new FilesException(this);
    }
}
