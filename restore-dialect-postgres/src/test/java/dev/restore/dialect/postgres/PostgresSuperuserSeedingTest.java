package dev.restore.dialect.postgres;

import dev.restore.testing.SeedingCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Seeding on PostgreSQL as a superuser, with foreign keys and triggers out of the way. */
class PostgresSuperuserSeedingTest extends SeedingCase {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofSuperuser().reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public int mostStatements() {
        return 6;
    }

    @Override
    public List<String> ownMeans() {
        return PostgresSeedingTest.means();
    }
}
