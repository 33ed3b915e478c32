package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests that get an empty database each. Those that do not run somewhere are printed with the reason. */
@ExtendWith(SkippedTests.class)
public abstract class DatabaseCase implements ContractCase {

    @TempDir
    private Path temp;

    private TestDatabase database;

    /**
     * Creates an empty database.
     *
     * @param directory an empty directory for its files, if it has any
     */
    protected abstract TestDatabase createDatabase(Path directory) throws Exception;

    /**
     * Creates another empty database, for rows that move: one as {@link #createDatabase} does, unless overridden. To be overridden where
     * that gives the same database again.
     *
     * @param directory an empty directory for its files, if it has any
     */
    public TestDatabase elsewhere(Path directory) throws Exception {
        return createDatabase(directory);
    }

    @BeforeEach
    final void openDatabase(@TempDir Path directory) throws Exception {
        database = createDatabase(directory);
    }

    @AfterEach
    final void closeDatabase() throws SQLException {
        if (database != null) {
            database.close();
        }
    }

    @Override
    public final TestDatabase db() {
        return Objects.requireNonNull(database);
    }

    @Override
    public final Path temp() {
        return temp;
    }
}
