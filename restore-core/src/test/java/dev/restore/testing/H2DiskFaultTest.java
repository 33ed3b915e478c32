package dev.restore.testing;

import java.nio.file.Path;
import java.util.List;

/** Failing disk operations under H2. */
class H2DiskFaultTest extends DiskFaultContract implements H2InFile {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.inFile(directory);
    }

    @Override
    protected List<Path> files() {
        return List.of(file());
    }
}
