package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** The faults on H2 in a file. */
class H2FaultTest extends FaultContract {

    private H2Database database;

    @Override
    protected TestDatabase createDatabase(Path directory) {
        database = H2Database.inFile(directory);
        return database;
    }

    @Override
    public String url() {
        return database.url();
    }

    @Override
    public void leaveToOthers() throws SQLException {
        database.close();
    }

    @Override
    public DataSource impatient() {
        return TestDataSource.of(database.url() + ";LOCK_TIMEOUT=50", new Properties());
    }
}
