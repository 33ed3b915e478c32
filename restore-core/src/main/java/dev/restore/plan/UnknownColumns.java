package dev.restore.plan;

/** What happens to a field of the backup for which the table has no column. */
public enum UnknownColumns {
    /** It is a problem, found before anything is changed. */
    FAIL,
    /** It is left out, and the plan says so. */
    IGNORE
}
