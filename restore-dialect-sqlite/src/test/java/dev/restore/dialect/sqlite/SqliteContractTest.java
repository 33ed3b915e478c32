package dev.restore.dialect.sqlite;

import dev.restore.testing.DialectContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** The contract on SQLite. */
class SqliteContractTest extends DialectContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }
}
