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
    protected String urlForAnotherProcess() {
        return db().urlForAnotherProcess(temp());
    }

    /** For what reads statements before the driver does, quotation marks within backticks begin a text. */
    @Override
    protected String oddName() {
        return "run-history; (1)";
    }

    @Override
    protected String dropSchema(String quotedName) {
        return "drop schema " + quotedName;
    }
}
