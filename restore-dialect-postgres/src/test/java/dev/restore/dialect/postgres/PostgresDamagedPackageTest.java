package dev.restore.dialect.postgres;

import dev.restore.testing.DamagedPackageCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** Damaged packages, restored into PostgreSQL. */
class PostgresDamagedPackageTest extends DamagedPackageCase {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner();
    }

    /** Each restore is a new connection to the server. */
    @Override
    protected int thorough() {
        return 20;
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }
}
