package dev.restore.testing;

import java.nio.file.Path;
import java.util.List;

/** Files of seeds on H2. */
class H2FixturesTest extends FixturesCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    @Override
    public List<String> enumeration() {
        return List.of("create table labelled (mood enum('ok', 'sad'))");
    }
}
