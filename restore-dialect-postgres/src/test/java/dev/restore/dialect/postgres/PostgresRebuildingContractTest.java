package dev.restore.dialect.postgres;

import dev.restore.testing.StrategyContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL where even a single row is enough to drop indexes and constraints and build them again. */
class PostgresRebuildingContractTest extends StrategyContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.rebuild_rows=0").reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }
}
