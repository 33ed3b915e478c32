package dev.restore.plan;

/** What happens to the rows that are there. */
public enum Mode {
    /** The tables of the backup are emptied first. */
    REPLACE,
    /** They stay; what happens to a row that collides with one is up to the {@link ConflictPolicy}. */
    APPEND,
    /**
     * They stay, and a row of the backup that is one of them changes it: found by its natural key, whatever its number, or by its
     * primary key where it has none. References follow.
     */
    MERGE,
    /** {@link #REPLACE} where the tables of the backup are empty in the target, otherwise {@link #MERGE}. */
    AUTO
}
