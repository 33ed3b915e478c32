package dev.restore.examples.benchmark;

import dev.restore.seed.Fixture;
import dev.restore.seed.SeededDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** What a test and the reset after it cost, where the test changes a row of the first table and one of the last. */
final class SeedReset implements Work {

    private final DataSource source;
    private final SeededDatabase database;
    private final Fixture fixture;
    private final List<TableData> changed;

    SeedReset(Job job) {
        source = Connections.pool(job.url());
        database = SeededDatabase.of(source);
        fixture = Fixture.of(Format.JSON.directory(job.data()));
        List<TableData> tables = job.tables().tables();
        changed = List.of(tables.get(0), tables.get(tables.size() - 1));
        database.reset(fixture);
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (TableData table : changed) {
                statement.executeUpdate("UPDATE " + table.name() + " SET quantity = quantity + 1 WHERE id = 1");
            }
        }
        if (database.reset(fixture).rewritten().size() < changed.size()) {
            throw new IllegalStateException("a change was not seen");
        }
    }

    /** The end of the tests would put back what was there before them, and the rows are compared. */
    @Override
    public void close() throws SQLException {
        database.reset(fixture);
    }
}
