package dev.restore.dialect.postgres;

import dev.restore.testing.DialectContract;
import dev.restore.testing.H2Database;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** All of the contract on PostgreSQL with neither the measures for few rows nor those for many; {@link PostgresCarefulContractTest} has the part that depends on it. */
class PostgresCarefulWholeTest extends DialectContract implements ManyWritersContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwnerWith("restore.light_rows=-1").reusingSessions();
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
