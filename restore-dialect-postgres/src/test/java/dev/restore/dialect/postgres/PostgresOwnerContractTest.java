package dev.restore.dialect.postgres;

import dev.restore.testing.DialectContract;
import dev.restore.testing.DialectPackageContract;
import dev.restore.testing.H2Database;
import dev.restore.testing.JdbiContract;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL as an ordinary role that owns the tables. */
class PostgresOwnerContractTest extends DialectContract
        implements ManyWritersContract, JdbiContract, DialectPackageContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner().reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public TestDatabase elsewhere(Path directory) {
        return new H2Database();
    }

    @Override
    public List<String> innerPackages() {
        return List.of("session", "state", "load", "measure", "binary", "text", "read", "transaction", "catalog");
    }
}
