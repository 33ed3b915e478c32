package dev.restore.dialect.postgres;

import dev.restore.testing.FaultContract;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

/** The faults on PostgreSQL. */
class PostgresFaultTest extends FaultContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner();
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
        Properties options = new Properties();
        options.setProperty("options", "-c lock_timeout=50ms");
        return TestDataSource.of(url(), options);
    }
}
