package dev.restore.plan;

/** What is verified before the commit, beyond foreign keys, sequences and the end of the backup. */
public enum Verify {
    /** Nothing more. */
    NONE,
    /** The number of rows in each table. */
    COUNTS,
    /**
     * That, and every value: checksums of each column are taken while the rows are stored and compared with those of the
     * rows that are read again before the commit, also of those that were there before and stay. Costs the reading of all
     * these tables and the hashing of every value twice, no memory and no disk. Values that changed places between rows are
     * noticed where the rows carry their primary key, or all the same columns. Columns that not every row of the backup
     * carries, or whose values only the database can tell from each other, are named in the report's warnings.
     */
    CONTENT
}
