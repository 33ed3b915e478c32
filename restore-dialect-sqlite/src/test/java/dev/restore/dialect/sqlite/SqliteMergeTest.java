package dev.restore.dialect.sqlite;

import dev.restore.testing.MergeContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Merges on SQLite. */
class SqliteMergeTest extends MergeContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
