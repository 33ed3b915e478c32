package dev.restore.dialect.postgres;

import dev.restore.testing.SideBySideCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

/** Tests side by side on PostgreSQL, in schemas of one database. */
class PostgresSideBySideTest extends SideBySideCase {

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return PostgresDatabase.ofOwner().reusingSessions();
    }
}
