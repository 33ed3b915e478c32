package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Failing disk operations under H2. */
class H2DiskFaultTest extends DiskFaultContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    @Override
    protected String url() {
        return ((H2Database) db()).url();
    }

    @Override
    protected void leaveToOthers() throws SQLException {
        db().close();
    }

    @Override
    protected List<Path> files() {
        return List.of(((H2Database) db()).file());
    }
}
