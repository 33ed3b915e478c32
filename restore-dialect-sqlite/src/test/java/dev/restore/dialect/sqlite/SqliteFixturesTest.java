package dev.restore.dialect.sqlite;

import dev.restore.testing.FixturesCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Files of seeds on SQLite. */
class SqliteFixturesTest extends FixturesCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
