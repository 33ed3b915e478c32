package dev.restore.plan;

/** What happens to the rows that are there. */
public enum Mode {
    /** The tables of the backup are emptied first. */
    REPLACE,
    /** They stay; what happens to a row that collides with one is up to the {@link ConflictPolicy}. */
    APPEND
}
