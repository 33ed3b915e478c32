package dev.restore.seed;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.Sibling;
import dev.restore.engine.session.Dialects;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Databases for tests that run at the same time, as many as there are tests at once: on PostgreSQL schemas of one database, on H2 databases in
 * memory, on SQLite files.
 *
 * <pre>{@code
 * try (SeedWorker worker = WORKERS.take()) {
 *     worker.database().reset(SEED);
 *     test(worker.dataSource());
 * }
 * }</pre>
 *
 * <p>Each is made when all others are in use, gets its tables once, and knows the states of the fixtures that its tests have had. Their names
 * begin with {@code restore_seed_worker_}: those of a killed run can be removed by that. Safe for use by several threads.
 */
public final class SeedWorkers implements AutoCloseable {

    private final DataSource database;
    private final Tables tables;
    private final List<MadeDatabase> all = new ArrayList<>();
    private final Deque<MadeDatabase> free = new ArrayDeque<>();

    private SeedWorkers(DataSource database, Tables tables) {
        this.database = Objects.requireNonNull(database, "database");
        this.tables = Objects.requireNonNull(tables, "tables");
    }

    /** Makes the tables of an empty database: a migration by Flyway or Liquibase, or what the application does when it starts. */
    @FunctionalInterface
    public interface Tables {

        /** Makes them. What it throws ends the test that needed the database. */
        void create(DataSource empty) throws Exception;
    }

    /**
     * Starts from a database, beside which others are made.
     *
     * @param database gives connections by a user who may create schemas, if it is PostgreSQL; its tables are of no account
     * @param tables makes the tables of each
     */
    public static SeedWorkers of(DataSource database, Tables tables) {
        return new SeedWorkers(database, tables);
    }

    /**
     * Takes a database that nobody has, or makes one.
     *
     * @throws SeedException when it cannot be made, with the reason, or its tables cannot
     */
    public synchronized SeedWorker take() {
        MadeDatabase known = free.poll();
        return new SeedWorker(this, known == null ? make() : known);
    }

    private MadeDatabase make() {
        MadeDatabase made = MadeDatabase.of(create());
        try {
            tables.create(made.source());
        } catch (Exception e) {
            made.remove();
            throw new SeedException("The tables of a database for tests side by side cannot be made", e);
        }
        all.add(made);
        return made;
    }

    private Sibling create() {
        Dialect dialect = SeedConnection.call(
                database,
                "No database for tests side by side can be made",
                connection -> Dialects.find(connection.getMetaData()));
        try {
            Optional<Sibling> made = dialect.siblings().create(database, SeedNames.fresh("restore_seed_worker_"));
            return made.orElseThrow(() -> new SeedException(
                    "No database for tests side by side can be made on " + dialect.id()
                            + ": let the tests of this database run one after the other, or give each class a database of its own",
                    null));
        } catch (SQLException e) {
            throw new SeedException(
                    "No database for tests side by side can be made: the database refused it: " + e.getMessage()
                            + ". On PostgreSQL the user needs the right to create schemas in the database",
                    e);
        }
    }

    synchronized void giveBack(MadeDatabase made) {
        if (all.contains(made)) {
            free.push(made);
        }
    }

    /** Removes all of them. No test has one any more. */
    @Override
    public synchronized void close() {
        all.forEach(MadeDatabase::remove);
        all.clear();
        free.clear();
    }
}
