package dev.restore.dialect.postgres;

import dev.restore.testing.DialectContract;
import dev.restore.testing.H2Database;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** All of the contract on PostgreSQL where even a single row is enough to drop indexes and constraints and build them again; {@link PostgresRebuildingContractTest} has the part that depends on it. */
class PostgresRebuildingWholeTest extends DialectContract implements ManyWritersContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.rebuild_rows=0").reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public TestDatabase elsewhere(Path directory) {
        return new H2Database();
    }
}
