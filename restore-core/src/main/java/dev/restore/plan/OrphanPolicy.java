package dev.restore.plan;

/** What happens to a row of the backup whose reference leads nowhere: to no row of the backup and to none of the target. */
public enum OrphanPolicy {
    /** It is a bad row like any other: it ends the run, unless bad rows are set aside. */
    FAIL,
    /** It is set aside, and so are the rows that refer to it, even where other bad rows end the run. */
    REJECT,
    /** Its reference becomes null; where the column takes none, it is a bad row. */
    NULL,
    /** The row that it refers to is created, with the key by which it is referred to and defaults for the rest. */
    CREATE
}
