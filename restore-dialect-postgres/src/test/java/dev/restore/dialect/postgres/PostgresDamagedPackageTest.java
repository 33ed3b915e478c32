package dev.restore.dialect.postgres;

import dev.restore.testing.DamagedPackageCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

/** Damaged packages, restored into PostgreSQL. */
class PostgresDamagedPackageTest extends DamagedPackageCase {

    /** Each restore is a new connection to the server. */
    @Override
    protected int thorough() {
        return 20;
    }

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return PostgresDatabase.ofOwner();
    }
}
