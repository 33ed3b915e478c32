package dev.restore.testing;

import java.nio.file.Path;

/** Damaged packages, restored into H2. */
class H2DamagedPackageTest extends DamagedPackageCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }
}
