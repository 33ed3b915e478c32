package dev.restore.outcome;

import org.jspecify.annotations.Nullable;

/** The history of runs could not be read or written, or does not allow what was asked of it. Nothing of the run was begun. */
public final class HistoryException extends RestoreException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what, and what to do about it. */
    public HistoryException(String message, @Nullable Throwable cause) {
        super(Phase.OPEN, false, message, cause);
    }

    private HistoryException(HistoryException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
    }

    @Override
    RestoreException copy() {
        return new HistoryException(this);
    }
}
