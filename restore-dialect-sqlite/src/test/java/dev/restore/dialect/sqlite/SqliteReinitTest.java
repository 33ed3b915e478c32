package dev.restore.dialect.sqlite;

import dev.restore.testing.ReinitCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Re-initialisations on SQLite. */
class SqliteReinitTest extends ReinitCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
