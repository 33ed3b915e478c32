package dev.restore.dialect;

/** What became of a transaction whose commit was not answered. */
public enum TransactionFate {
    /** It is in the database. */
    COMMITTED,
    /** Nothing of it is. */
    ROLLED_BACK,
    /** The server has not decided yet. */
    IN_PROGRESS,
    /** The database cannot tell. */
    UNKNOWN
}
