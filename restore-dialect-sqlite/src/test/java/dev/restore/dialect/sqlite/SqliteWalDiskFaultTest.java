package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.restore.testing.Faults;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Failing disk operations under SQLite with a write-ahead log. */
class SqliteWalDiskFaultTest extends SqliteDiskFaultTest {

    @BeforeEach
    void writeAhead() throws Exception {
        assumeThat(Faults.thorough()).isTrue();
        db().execute("pragma journal_mode = wal");
    }

    @Override
    protected List<Path> files() {
        Path file = super.files().get(0);
        return List.of(file, file.resolveSibling(file.getFileName() + "-wal"));
    }
}
