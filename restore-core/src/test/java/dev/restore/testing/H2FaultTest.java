package dev.restore.testing;

import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;

/** The faults on H2 in a file. */
class H2FaultTest extends FaultContract implements H2InFile {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    @Override
    public DataSource impatient() {
        return TestDataSource.of(url() + ";LOCK_TIMEOUT=50", new Properties());
    }
}
