package dev.restore.dialect.postgres;

import dev.restore.testing.DatabaseCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** Tests on a database of an ordinary owner, which those of one class share. */
abstract class OwnerCase extends DatabaseCase {

    static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner().reusingSessions();
    }

    @Override
    protected final TestDatabase createDatabase(Path directory) {
        return shared;
    }
}
