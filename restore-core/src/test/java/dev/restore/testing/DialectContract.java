package dev.restore.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Restore promises on every database, through its public methods and on the real database. A dialect's test class
 * extends this one and says which database that is.
 */
public abstract class DialectContract
        implements ShapesContract,
                ValuesContract,
                KeysContract,
                BadRowContract,
                PlanContract,
                DamageContract,
                LifecycleContract,
                RandomContract {

    @TempDir
    private Path temp;

    private TestDatabase database;

    /**
     * Creates an empty database.
     *
     * @param directory an empty directory for its files, if it has any
     */
    protected abstract TestDatabase createDatabase(Path directory) throws Exception;

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
