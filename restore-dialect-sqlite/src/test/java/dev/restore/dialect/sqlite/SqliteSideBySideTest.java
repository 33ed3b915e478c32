package dev.restore.dialect.sqlite;

import dev.restore.testing.SideBySideCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Tests side by side on SQLite. */
class SqliteSideBySideTest extends SideBySideCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
