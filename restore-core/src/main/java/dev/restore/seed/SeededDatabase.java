package dev.restore.seed;

import java.util.Objects;
import javax.sql.DataSource;

/**
 * A database that is brought into the state of a fixture before each test.
 *
 * <pre>{@code
 * try (SeededDatabase database = SeededDatabase.of(dataSource)) {
 *     database.reset(SEED);
 * }
 * }</pre>
 *
 * <p>Keep it for all tests, so that the fixture is loaded once: what was saved is its. Safe for use by several threads, of which one resets
 * at a time; that no test uses the database meanwhile is up to them.
 */
public final class SeededDatabase implements AutoCloseable {

    private final DataSource database;
    private final Snapshots snapshots;

    private SeededDatabase(DataSource database, Snapshots snapshots) {
        this.database = Objects.requireNonNull(database, "database");
        this.snapshots = snapshots;
    }

    /** Starts from a database, of which nothing is saved yet. A connection is taken for each reset and given back as it was. */
    public static SeededDatabase of(DataSource database) {
        return new SeededDatabase(database, new Snapshots());
    }

    /** Returns the same database with what was saved of it, reached by another data source. */
    public SeededDatabase through(DataSource other) {
        return new SeededDatabase(other, snapshots);
    }

    /**
     * Brings the database into the state of a fixture: loads it the first time, and then puts back what is not as it was after that.
     *
     * @return what was done
     * @throws SeedException when the state cannot be put back, with the reasons and remedies; or when it is not the same, if the fixture
     *     is verified
     * @throws dev.restore.outcome.RestoreException when the fixture cannot be loaded: a {@link dev.restore.outcome.PlanException} names all
     *     that does not fit the database
     */
    public SeedReport reset(Fixture fixture) {
        return snapshots.reset(database, Objects.requireNonNull(fixture, "fixture"));
    }

    /**
     * Removes what was saved in the database, as far as it is still there. Where a fixture had the scope of a schema, the state before the
     * first fixture is put back first, so that the next run begins as this one did.
     */
    @Override
    public void close() {
        snapshots.end(database);
    }
}
