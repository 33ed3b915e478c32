package dev.restore.dialect.sqlite;

import dev.restore.testing.DamagedPackageCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Damaged packages, restored into SQLite. */
class SqliteDamagedPackageTest extends DamagedPackageCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
