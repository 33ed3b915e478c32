package dev.restore.dialect.postgres;

import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Faults where even a single row is enough to drop foreign keys and build them again. A test that hangs is ended. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class RebuildingCase extends DatabaseCase {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.rebuild_rows=0");
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    /** Returns where another process finds the database. */
    public String url() {
        return shared.urlForAnotherProcess(temp());
    }

    /** Returns connections that hardly wait for locks. */
    public DataSource impatient() {
        return TestDataSource.of(url() + "%20-c%20lock_timeout%3D50ms", new Properties());
    }
}
