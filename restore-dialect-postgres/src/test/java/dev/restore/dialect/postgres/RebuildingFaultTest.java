package dev.restore.dialect.postgres;

import dev.restore.testing.FaultContract;
import dev.restore.testing.ParallelKillContract;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

/** The faults on PostgreSQL while foreign keys are dropped: after each one they are there as before. */
class RebuildingFaultTest extends FaultContract implements ParallelKillContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.rebuild_rows=0");
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public String url() {
        return shared.urlForAnotherProcess(temp());
    }

    @Override
    public DataSource impatient() {
        return TestDataSource.of(url() + "%20-c%20lock_timeout%3D50ms", new Properties());
    }
}
