package dev.restore.examples.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The same way to a database for all systems. */
final class Connections {

    private Connections() {}

    static Connection open(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    static DataSource source(String url) {
        return new DriverManagerDataSource(url);
    }

    /** Returns a connection that stays open, as a pool of one would. */
    static DataSource pool(String url) {
        return new SingleConnectionDataSource(url, true);
    }

    /** Returns the URL with the driver's own way of making one statement of a batch. */
    static String rewriting(Job job) {
        return job.engine() == Engine.POSTGRESQL
                ? job.url() + (job.url().contains("?") ? "&" : "?") + "reWriteBatchedInserts=true"
                : job.url();
    }
}
