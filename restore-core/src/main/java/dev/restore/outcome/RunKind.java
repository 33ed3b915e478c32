package dev.restore.outcome;

/** What a run does. */
public enum RunKind {
    /** Rows of a backup are put into a database. */
    RESTORE,
    /** Rows of a database are written into a backup. */
    BACKUP,
    /** A backup is read to its end, and may be compared with a database. */
    VERIFY,
    /** A backup is restored into a database that is made for it and thrown away. */
    DRILL,
    /** A safety backup is gone back to. */
    UNDO
}
