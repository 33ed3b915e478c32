package dev.restore.junit;

/** Which database a test has. */
public enum SeedIsolation {
    /** The one of its data source, which its tests use one after the other. */
    NONE,
    /**
     * One that no other test uses at the same time: on PostgreSQL a schema of the same database, on H2 a database in memory, on SQLite a file.
     * It gets its tables by the method that has {@link SeedTables}, and the test takes its {@link javax.sql.DataSource} as a parameter.
     */
    WORKER
}
