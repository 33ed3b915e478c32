package dev.restore.testing;

import java.nio.file.Path;

/** Re-initialisations on H2. */
class H2ReinitTest extends ReinitCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }
}
