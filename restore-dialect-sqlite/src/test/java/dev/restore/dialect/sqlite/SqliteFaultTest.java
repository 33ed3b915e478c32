package dev.restore.dialect.sqlite;

import dev.restore.testing.FaultContract;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;

/** The faults on SQLite, and those that only a file knows. */
class SqliteFaultTest extends FaultContract {

    private SqliteDatabase database;

    @Override
    protected TestDatabase createDatabase(Path directory) {
        database = new SqliteDatabase(directory);
        return database;
    }

    @Override
    public String url() {
        return database.url() + "?foreign_keys=true";
    }

    @Override
    public DataSource impatient() {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "50");
        return TestDataSource.of(url(), properties);
    }
}
