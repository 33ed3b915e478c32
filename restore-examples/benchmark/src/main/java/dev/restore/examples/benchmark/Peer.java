package dev.restore.examples.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** A system that is measured. */
interface Peer {

    String RESTORE = "Restore";
    String RESTORE_MERGE = "Restore, merge";
    String RESTORE_QUICK = "Restore, quick()";
    String SEED = "SeededDatabase, two tables changed";
    String ROW_BY_ROW = "row by row";
    String SPRING_BATCH = "Spring Batch";
    String JOOQ = "jOOQ Loader";
    String DBUNIT = "DbUnit CLEAN_INSERT";
    String DBUNIT_BATCHED = "DbUnit CLEAN_INSERT, batched, one transaction";
    String PREPARED = "JDBC by hand, prepared once, one transaction";
    String PSQL_TEXT = "psql \\copy text";
    String PSQL_BINARY = "psql \\copy binary";
    String SQLITE_IMPORT = "sqlite3 .import";
    String PSQL_JSONB = "psql, jsonb staging table";
    String JQ_PSQL = "jq, psql \\copy csv";
    String DUCKDB_PSQL = "DuckDB read_json, psql \\copy csv";
    String SQLITE_JSON = "sqlite3 json_each";
    String SQLITE_UTILS = "sqlite-utils insert";
    String CSVREAD = "H2 CSVREAD";
    String READING = "Restore's reading";
    String JACKSON = "jackson-core";

    /** Returns why it cannot be measured here, empty when it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Returns the form of the rows that must lie ready. */
    Format format();

    /** Prepares what is not timed. The target is there and empty, and is made anew afterwards. */
    default void prepare(Job job) throws IOException, InterruptedException {}

    /** Puts rows into the target, which is empty, that the system needs to find there. Not timed. */
    default void begin(Job job) throws SQLException {}

    /** Does a job in a new process. */
    Measurement measure(Job job) throws IOException, InterruptedException;

    /** Returns the system of this name. */
    static Peer named(String name, String heap) {
        return switch (name) {
            case PSQL_TEXT -> new PsqlPeer(false);
            case PSQL_BINARY -> new PsqlPeer(true);
            case SQLITE_IMPORT -> new SqliteImportPeer();
            case PSQL_JSONB -> new PsqlJsonPeer(PsqlJsonPeer.Way.STAGED);
            case JQ_PSQL -> new PsqlJsonPeer(PsqlJsonPeer.Way.JQ);
            case DUCKDB_PSQL -> new DuckDbPeer();
            case SQLITE_JSON -> new SqliteJsonPeer();
            case SQLITE_UTILS -> new SqliteUtilsPeer();
            case RESTORE_MERGE -> new MergePeer(new JvmPeer(name, Format.JSON, heap));
            case CSVREAD -> new JvmPeer(name, Format.CSV, heap);
            case DBUNIT, DBUNIT_BATCHED -> new JvmPeer(name, Format.XML, heap);
            default -> new JvmPeer(name, Format.JSON, heap);
        };
    }
}
