package dev.restore.engine.planning;

import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.keys.KeySpace;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.session.Sentence;
import dev.restore.outcome.Problem;
import dev.restore.plan.FilesPlan;
import dev.restore.plan.MergePlan;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RestorePlan.Emptied;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the plan: every decision and every problem, before anything is changed. */
public final class Planner {

    private final Optional<Manifest> manifest;
    private final String backup;
    private final Survey survey;
    private final Matching matching;
    private final Dialect dialect;
    private final Dialect.Session session;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final boolean callersTransaction;
    private final @Nullable Path database;

    private @Nullable MergePlan merge;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public Planner(
            BackupReader reader,
            String backup,
            Survey survey,
            Matching matching,
            Dialect dialect,
            Dialect.Session session,
            RestoreOptions options,
            boolean callersTransaction,
            @Nullable Path database) {
        this.reader = reader;
        this.callersTransaction = callersTransaction;
        this.database = database;
        this.manifest = reader.manifest();
        this.backup = backup;
        this.survey = survey;
        this.matching = matching;
        this.dialect = dialect;
        this.session = session;
        this.options = options;
        problems.addAll(matching.problems());
        notes.addAll(matching.notes());
    }

    /** Makes the plan for the session's catalog. */
    public RestorePlan plan(Catalog catalog) throws SQLException {
        MergePlan wanted = matching.merge();
        merge = wanted != null && (wanted.required() || session.staging().isPresent()) ? wanted : null;
        List<Table> cleared = cleared(catalog);
        Scope scope = scope(catalog, cleared);
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        for (Obstacle obstacle : session.obstacles(scope, measure)) {
            TableName table = obstacle.table();
            problems.add(new Problem(
                    obstacle.busy() ? Problem.Kind.BUSY : Problem.Kind.NOT_ALLOWED,
                    table == null ? "database" : table.toString(),
                    (table == null ? "" : "Table " + catalog.spell(table) + ": ") + obstacle.message() + ".",
                    Sentence.capital(obstacle.remedy())));
        }
        DatabaseLimits limits = new DatabaseLimits(dialect, session, options, callersTransaction);
        limits.check(scope, FollowedKeys.of(catalog, matching.tables()), problems, notes);
        if (merge != null) {
            limits.checkMerge(problems);
        }
        NumberingCheck numbering = new NumberingCheck(catalog, session);
        problems.addAll(numbering.problems(options.objects().sequences()));
        notes.addAll(numbering.notes(matching.loaded()));
        noteFollowedKeys(catalog);
        FilesPlan files =
                new FilesPlanner(reader, backup, options.files(), callersTransaction, database, problems, notes).plan();
        return new RestorePlan(
                backup,
                survey,
                dialect.id(),
                options.rows().mode(),
                matching.tables(),
                merge,
                scope,
                measure,
                problems.isEmpty() ? emptied(catalog, cleared) : List.of(),
                null,
                notes,
                problems,
                files);
    }

    /** A resumable restore commits on the way, and the tables must be whole at each commit. */
    private Scope scope(Catalog catalog, List<Table> cleared) throws SQLException {
        Expectation expectation = matching.expectation();
        Scope touched = new Scope(catalog, matching.loaded(), cleared, matching.rows());
        Scope scope = new Scope(
                catalog,
                matching.loaded(),
                cleared,
                matching.rows(),
                expectation.rows(),
                List.of(),
                new TriggerPlanner(session, options, wayBack(), problems, notes).plan(touched, matching.tables()),
                !options.safety().resumable()
                        && FollowedKeys.of(catalog, matching.tables()).isEmpty());
        return scope.optimistic()
                ? scope.rebuilding(session.acceleration().rebuilt(scope, expectation.inserted()))
                : scope;
    }

    /** A backup without a single row is more likely a failed export than a wish to empty everything. */
    private List<Table> cleared(Catalog catalog) {
        if (options.rows().mode() != Mode.REPLACE) {
            return List.of();
        }
        if (survey.complete() && matching.rows() == 0 && !wayBack()) {
            notes.add("The backup holds no rows for these tables: nothing is emptied.");
            return List.of();
        }
        return new ClearPlanner(catalog, session, options.rows(), problems).plan(matching.loaded());
    }

    /** Which row is there under which key is known within one transaction only. */
    private void noteFollowedKeys(Catalog catalog) {
        FollowedKeys followed = FollowedKeys.of(catalog, matching.tables());
        notes.addAll(followed.notes());
        if (options.safety().resumable() && !followed.isEmpty()) {
            for (Table table : matching.loaded()) {
                for (KeySpace space : followed.held(table)) {
                    problems.add(new Problem(
                            Problem.Kind.BAD_OPTION,
                            catalog.spell(table.name()),
                            "Rows of " + catalog.spell(table.name())
                                    + " may be there under another key than " + space.describe()
                                    + ", and a resumable restore cannot lead the references to them.",
                            "Restore in one transaction (without resumable and parallel), or tell its rows apart by that"
                                    + " key."));
                }
            }
        }
    }

    private boolean wayBack() {
        return manifest.map(Manifest::wayBack).isPresent();
    }

    private List<Emptied> emptied(Catalog catalog, List<Table> cleared) throws SQLException {
        List<Emptied> emptied = new ArrayList<>();
        Set<Table> loaded = new HashSet<>(matching.loaded());
        List<Long> rows = session.reading().counts(cleared);
        for (int i = 0; i < rows.size(); i++) {
            Table table = cleared.get(i);
            emptied.add(new Emptied(catalog.spell(table.name()), rows.get(i), loaded.contains(table)));
        }
        return emptied;
    }
}
