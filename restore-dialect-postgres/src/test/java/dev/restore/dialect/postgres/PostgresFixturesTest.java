package dev.restore.dialect.postgres;

import dev.restore.testing.FixturesCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Files of seeds on PostgreSQL. */
class PostgresFixturesTest extends FixturesCase {

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
    public List<String> enumeration() {
        return List.of("create type mood as enum ('ok', 'sad')", "create table labelled (mood mood)");
    }
}
