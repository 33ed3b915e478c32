package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.HistoryContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;

/** Histories in MariaDB. */
class MariaDbHistoryTest extends HistoryContract {

    @Override
    protected TestDatabase createDatabase(Path directory) throws Exception {
        return new MariaDbDatabase();
    }

    @Override
    public String urlForAnotherProcess() {
        return db().urlForAnotherProcess(temp());
    }

    /** For what reads statements before the driver does, quotation marks within backticks begin a text. */
    @Override
    public String oddName() {
        return "run-history; (1)";
    }

    @Override
    public String dropSchema(String quotedName) {
        return "drop schema " + quotedName;
    }
}
