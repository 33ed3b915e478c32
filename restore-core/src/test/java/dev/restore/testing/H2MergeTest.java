package dev.restore.testing;

import java.nio.file.Path;

/** Merges on H2. */
class H2MergeTest extends MergeContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }
}
