package dev.restore.engine.planning;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.dialect.standard.StandardDialect;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.outcome.Problem;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Says in the plan what a database cannot keep: a problem where that breaks what was asked for, else a note. */
final class DatabaseLimits {

    private final Dialect dialect;
    private final Dialect.Session session;
    private final RestoreOptions options;
    private final boolean callersTransaction;

    DatabaseLimits(Dialect dialect, Dialect.Session session, RestoreOptions options, boolean callersTransaction) {
        this.dialect = dialect;
        this.session = session;
        this.options = options;
        this.callersTransaction = callersTransaction;
    }

    /** Adds what is to be said to the problems and notes. */
    void check(Scope scope, FollowedKeys followed, List<Problem> problems, List<String> notes) throws SQLException {
        Verify verify = options.safety().verifyOn(dialect.id());
        if (dialect.id().equals(StandardDialect.ID)) {
            notes.add(
                    "No dialect knows this database: it is filled by plain JDBC and standard SQL, and what it can do was"
                            + " tried. "
                            + (verify == Verify.CONTENT
                                    ? "Every value is read again and compared before the commit."
                                    : "Values are not read again before the commit, as was asked for (verify)."));
        }
        notes.addAll(session.limitations().shortcomings(scope));
        Optional<String> clipping = session.limitations().clipping();
        if (clipping.isPresent() && verify != Verify.CONTENT) {
            problems.add(
                    new Problem(
                            Problem.Kind.BAD_OPTION,
                            "verify",
                            "Values may be stored changed without an error, because " + clipping.get()
                                    + ", and nothing but reading them again would find that.",
                            "Verify the content (verify content, --verify content), or have the database refuse what it cannot keep."));
        }
        if (!session.limitations().savepoints()) {
            requireSavepoints(followed, problems);
        }
    }

    /** Says what stands in the way of keys that are mapped. */
    void checkMerge(List<Problem> problems) throws SQLException {
        if (session.staging().isEmpty() || !session.limitations().savepoints()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "mode",
                    "Keys cannot be mapped on this database: its dialect has no temporary tables for that, or it has no"
                            + " savepoints.",
                    "Restore with the keys of the backup (replace or append, and a backup without natural keys)."));
        }
        if (options.safety().resumable()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "resumable",
                    "A restore that maps keys is one transaction, and cannot go on where it ended.",
                    "Leave out resumable and parallel."));
        }
        Path mapping = options.merging().mapping();
        if (mapping != null && !canBeWritten(mapping.toAbsolutePath())) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "mapping",
                    "The map of keys cannot be written to " + mapping
                            + ": it is a directory, or not in one that can be written to.",
                    "Name a file in a directory that is there (mapping, --mapping)."));
        }
        if (options.rows().mode() == Mode.APPEND
                && (options.rows().conflict().action() != ConflictPolicy.Action.FAIL
                        || !options.rows().conflicts().isEmpty())) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "onConflict",
                    "Taken keys cannot be settled row by row where keys are mapped.",
                    "Merge instead (mode merge), which finds the rows that are there."));
        }
    }

    private static boolean canBeWritten(Path file) {
        Path directory = file.getParent();
        return directory != null && Files.isWritable(directory) && !Files.isDirectory(file);
    }

    private void requireSavepoints(FollowedKeys followed, List<Problem> problems) {
        if (options.badRows().setAside()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "onRowError",
                    "Bad rows cannot be set aside: this database has no savepoints, so that the first one costs all rows.",
                    "Do not ask for that (--on-error fail), and correct the rows that are named."));
        }
        if (callersTransaction) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "into",
                    "This database has no savepoints, so that a restore that fails could not leave the caller's transaction"
                            + " as it was.",
                    "Give into(...) a DataSource."));
        }
        if (!followed.isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    "onConflict",
                    "Rows that are there under other keys cannot be followed: this database has no savepoints.",
                    "Tell rows apart by their primary keys."));
        }
    }
}
