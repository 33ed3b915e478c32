package dev.restore.examples.benchmark;

import java.sql.SQLException;
import java.util.Map;

/** One way to do a job, within a JVM of its own. */
interface Work extends AutoCloseable {

    /** Does the job once. */
    void run() throws Exception;

    /** Returns further figures by their names. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    @Override
    default void close() throws SQLException {}
}
