package dev.restore;

import dev.restore.engine.cycle.ReinitRun;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.options.Merging;
import dev.restore.engine.session.Connections;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.ReinitReport;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the rows of a database survive its re-initialisation, for a test suite: backs the tables up, has them re-initialised,
 * which may give base rows other ids, merges the backup ({@link Mode#MERGE}), and compares what is there with what was there, whatever
 * the ids are.
 *
 * <pre>{@code
 * ReinitReport report = ReinitCycle.of(dataSource)
 *         .naturalKey("workflows", "name")
 *         .reinitialise(database -> installer.reset())
 *         .run();
 * assertTrue(report.passed(), report.describe());
 * }</pre>
 *
 * <p>Rows are told apart by their natural keys, as {@link Restore#naturalKey} describes them, or by a primary key that is more than one
 * number or UUID; references are followed to what tells those rows apart that they lead to. The rows of a table without such a key are
 * compared by all their values but that number; a reference to such a row is compared by the row's values, and by what that row refers
 * to as far as it has a natural key. References are followed five tables far; the report's notes say where they go further.
 *
 * <p>Memory: a portion of rows of about 8 MiB, whatever the size of the tables, but all rows that share one key. The rows are on the disk
 * three times meanwhile, long values as checksums, in the directory for temporary files. The backup is read twice: for the plan of the merge
 * and for the merge.
 *
 * <p>Nobody else may write into the tables from the beginning of {@link #run} to its end: what others write shows as a difference.
 * Immutable: each method returns a new description, and {@link #run} can be called any number of times and from any thread, by one at a
 * time.
 */
public final class ReinitCycle {

    private final DataSource database;
    private final BackupOptions options;
    private final UnaryOperator<Restore> merge;
    private final @Nullable Path backup;
    private final @Nullable Reinitialisation reinitialisation;

    /** What empties or creates the tables anew, and fills them with their base rows. */
    @FunctionalInterface
    public interface Reinitialisation {

        /**
         * Re-initialises the database, and commits that.
         *
         * @param database the database
         * @throws Exception if that fails; {@link ReinitCycle#run} ends with it then
         */
        void reinitialise(DataSource database) throws Exception;
    }

    private ReinitCycle(
            DataSource database,
            BackupOptions options,
            UnaryOperator<Restore> merge,
            @Nullable Path backup,
            @Nullable Reinitialisation reinitialisation) {
        this.database = database;
        this.options = options;
        this.merge = merge;
        this.backup = backup;
        this.reinitialisation = reinitialisation;
    }

    /**
     * Starts from a database.
     *
     * @param database gives connections of their own, which are in no transaction
     */
    public static ReinitCycle of(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new ReinitCycle(database, BackupOptions.defaults(), restore -> restore, null, null);
    }

    private ReinitCycle with(BackupOptions changed) {
        return new ReinitCycle(database, changed, merge, backup, reinitialisation);
    }

    /**
     * Takes these tables only, beside those that were named before. Default: all of the schema.
     *
     * @param patterns names as for {@link Backup#only}
     */
    public ReinitCycle tables(String... patterns) {
        return with(options.selection(selection -> selection.only(List.of(patterns))));
    }

    /**
     * Leaves these tables out, beside those that were named before. Default: none.
     *
     * @param patterns names as for {@link Backup#only}
     */
    public ReinitCycle except(String... patterns) {
        return with(options.selection(selection -> selection.except(List.of(patterns))));
    }

    /** Sets the schema of the tables. Default: the connection's own. */
    public ReinitCycle schema(String schema) {
        Objects.requireNonNull(schema, "schema");
        return with(options.selection(selection -> selection.schema(schema))).merge(restore -> restore.schema(schema));
    }

    /** Names what tells the rows of a table apart, for the merge and the comparison, as {@link Restore#naturalKey} does. */
    public ReinitCycle naturalKey(String table, String... paths) {
        String[] copy = paths.clone();
        return merge(restore -> restore.naturalKey(table, copy));
    }

    /** Says to which table a column refers that has no foreign key, as {@link Restore#reference} does. */
    public ReinitCycle reference(String column, String table) {
        return merge(restore -> restore.reference(column, table));
    }

    /**
     * Changes the settings of the merge, for instance what becomes of orphans or of rows that are there already. Default:
     * {@link Mode#MERGE} and nothing else.
     *
     * @param settings gets the merge as it is set so far, which it must not run, and returns it with more settings. A row that is left
     *     as it is by {@link Restore#onMatch} is no difference
     */
    public ReinitCycle merge(UnaryOperator<Restore> settings) {
        Objects.requireNonNull(settings, "settings");
        return new ReinitCycle(
                database,
                options,
                restore -> Objects.requireNonNull(settings.apply(merge.apply(restore)), "the merge"),
                backup,
                reinitialisation);
    }

    /**
     * Sets where the backup is written, and stays. Default: a directory for temporary files, where it is deleted when everything came
     * back, and stays when something did not or the cycle failed after the re-initialisation had begun; the report or a suppressed
     * exception says where.
     *
     * @param target as for {@link Backup#write}; nothing may be there yet
     */
    public ReinitCycle backup(Path target) {
        Objects.requireNonNull(target, "target");
        return new ReinitCycle(database, options, merge, target, reinitialisation);
    }

    /** Sets what re-initialises the database. There is no default. */
    public ReinitCycle reinitialise(Reinitialisation callback) {
        Objects.requireNonNull(callback, "callback");
        return new ReinitCycle(database, options, merge, backup, callback);
    }

    /**
     * Goes through the cycle. The database holds what the merge has made of it afterwards.
     *
     * @return what came back; whether that is all is said by {@link ReinitReport#passed}
     * @throws IllegalStateException if {@link #reinitialise} was not called, or with the checked exception that it ended with as its
     *     cause
     * @throws dev.restore.outcome.RestoreException when the database could not be read, backed up or merged. The re-initialisation is
     *     not undone: when it has begun, a suppressed exception says where the rows are
     */
    public ReinitReport run() {
        Reinitialisation callback = reinitialisation;
        if (callback == null) {
            throw new IllegalStateException("reinitialise(...) was not called: there is nothing to survive");
        }
        return new ReinitRun(Connections.of(database), options, backup).run(new Steps(callback));
    }

    private final class Steps implements ReinitRun.Steps {

        private final Reinitialisation callback;

        Steps(Reinitialisation callback) {
            this.callback = callback;
        }

        @Override
        public void backUp(Path target) {
            Backup.of(database, options).write(target);
        }

        @Override
        public Merging merging(Path source) {
            return restore(source).options().merging();
        }

        @Override
        public void reinitialise() {
            try {
                callback.reinitialise(database);
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the re-initialisation was interrupted", e);
            } catch (Exception e) {
                throw new IllegalStateException("the re-initialisation failed", e);
            }
        }

        @Override
        public RestorePlan merge(Path source) {
            Restore restore = restore(source);
            RestorePlan plan = restore.plan();
            if (!plan.feasible()) {
                throw new PlanException(plan.problems());
            }
            restore.run();
            return plan;
        }

        private Restore restore(Path source) {
            return merge.apply(Restore.from(source).into(database).mode(Mode.MERGE));
        }
    }
}
