package dev.restore.outcome;

/** How a run ended. */
public enum Outcome {
    /** Every row of the backup is in the database. */
    COMPLETE,
    /** Committed, but some rows were rejected; the report says which and why. */
    COMPLETE_WITH_LOSS,
    /** It did not succeed; {@link RestoreException#committed()} says whether anything of it is in the database. */
    FAILED,
    /** The caller ended it. */
    CANCELLED
}
