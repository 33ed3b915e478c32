package dev.restore.dialect.postgres;

import dev.restore.testing.DialectContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL as superuser. */
class PostgresSuperuserContractTest extends DialectContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofSuperuser();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }
}
