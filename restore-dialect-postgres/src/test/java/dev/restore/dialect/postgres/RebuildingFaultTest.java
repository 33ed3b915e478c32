package dev.restore.dialect.postgres;

import dev.restore.testing.DatabaseCase;
import dev.restore.testing.InterferenceContract;
import dev.restore.testing.ParallelKillContract;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * The faults on PostgreSQL while foreign keys are dropped: after each one they are there as before. The clock, a backup that changes and
 * the safety backup, which is whole before the first key is dropped, have nothing to do with that: {@link PostgresFaultTest} has them.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RebuildingFaultTest extends DatabaseCase implements ParallelKillContract, InterferenceContract {

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
