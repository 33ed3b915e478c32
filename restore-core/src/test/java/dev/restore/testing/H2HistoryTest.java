package dev.restore.testing;

import java.nio.file.Path;

/** Histories in H2. */
class H2HistoryTest extends HistoryContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    @Override
    protected String urlForAnotherProcess() {
        return "jdbc:h2:file:" + temp().resolve("other").toAbsolutePath();
    }
}
