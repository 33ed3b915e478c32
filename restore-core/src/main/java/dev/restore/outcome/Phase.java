package dev.restore.outcome;

/** The steps of a run, in their order. */
public enum Phase {
    /** Recognising the backup and reaching the database. Nothing is changed. */
    OPEN,
    /** Deciding what to do. Nothing is changed. */
    PLAN,
    /** Starting the transaction, suspending foreign keys, emptying tables. */
    PREPARE,
    /** Putting rows in. */
    LOAD,
    /** Checking foreign keys and counts, moving sequences, committing. */
    FINISH,
    /** Telling how it went. */
    REPORT
}
