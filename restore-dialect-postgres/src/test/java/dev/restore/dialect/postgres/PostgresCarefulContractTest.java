package dev.restore.dialect.postgres;

import dev.restore.testing.StrategyContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL with neither the measures for few rows nor those for many. */
class PostgresCarefulContractTest extends StrategyContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.light_rows=-1").reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }
}
