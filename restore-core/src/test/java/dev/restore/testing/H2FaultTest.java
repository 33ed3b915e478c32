package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** The faults on H2 in a file. */
class H2FaultTest extends FaultContract implements ParallelKillContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    @Override
    public String url() {
        return ((H2Database) db()).url();
    }

    @Override
    public void leaveToOthers() throws SQLException {
        db().close();
    }

    @Override
    public DataSource impatient() {
        return TestDataSource.of(url() + ";LOCK_TIMEOUT=50", new Properties());
    }
}
