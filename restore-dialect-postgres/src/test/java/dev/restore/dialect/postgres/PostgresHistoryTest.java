package dev.restore.dialect.postgres;

import dev.restore.testing.HistoryContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

/** Histories in PostgreSQL. */
class PostgresHistoryTest extends HistoryContract {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public String urlForAnotherProcess() {
        return shared.urlForAnotherProcess(temp());
    }
}
