package dev.restore.engine;

import dev.restore.backup.BackupReader;
import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.outcome.Problem;
import dev.restore.plan.FilesPlan;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestoreOptions.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RestorePlan.Emptied;
import dev.restore.plan.TablePlan;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the plan: every decision and every problem, before anything is changed. */
final class Planner {

    private final Optional<Manifest> manifest;
    private final String backup;
    private final Survey survey;
    private final Dialect dialect;
    private final Dialect.Session session;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final boolean callersTransaction;
    private final @Nullable Path database;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Planner(
            BackupReader reader,
            String backup,
            Survey survey,
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
        this.dialect = dialect;
        this.session = session;
        this.options = options;
    }

    /** Makes the plan for the session's catalog. */
    RestorePlan plan(Catalog catalog) throws SQLException {
        checkNames();
        List<TablePlan> matched = tables(catalog);
        checkDefaults(matched);
        checkConflicts(matched);

        Set<Table> loaded = new LinkedHashSet<>();
        for (TablePlan table : matched) {
            loaded.add(table.target());
            table.joins().forEach(join -> loaded.add(join.joinTable()));
        }
        LoadOrder order = LoadOrder.of(catalog, loaded);
        List<Table> cleared = cleared(catalog, order);
        Scope scope = scope(new Scope(catalog, order.tables(), cleared, expectedRows()), matched);
        ForeignKeyMeasure measure = session.foreignKeyMeasure(scope);
        for (Obstacle obstacle : session.obstacles(scope, measure)) {
            TableName table = obstacle.table();
            problems.add(new Problem(
                    Problem.Kind.NOT_ALLOWED,
                    table == null ? "database" : table.toString(),
                    obstacle.message(),
                    obstacle.remedy()));
        }
        noteTriggers(loaded, cleared);
        manifest.ifPresent(stated -> notes.addAll(SchemaChanges.notes(stated, dialect.id(), matched)));
        FilesPlan files =
                new FilesPlanner(reader, backup, options, callersTransaction, database, problems, notes).plan();
        List<TablePlan> ordered = new ArrayList<>(matched);
        ordered.sort(Comparator.comparingInt(table -> order.tables().indexOf(table.target())));
        return new RestorePlan(
                backup,
                survey,
                dialect.id(),
                options.mode(),
                ordered,
                scope,
                measure,
                problems.isEmpty() ? emptied(catalog, cleared, loaded) : List.of(),
                null,
                notes,
                problems,
                files);
    }

    /** A resumable restore commits on the way, and the tables must be whole at each commit. */
    private Scope scope(Scope plain, List<TablePlan> tables) throws SQLException {
        Expectation expectation = Expectation.of(survey, tables);
        Scope scope = new Scope(
                plain.catalog(),
                plain.loaded(),
                plain.cleared(),
                plain.expectedRows(),
                expectation.rows(),
                List.of(),
                !options.resumable());
        return scope.optimistic() ? scope.rebuilding(session.rebuilt(scope, expectation.inserted())) : scope;
    }

    /** A backup without a single row is more likely a failed export than a wish to empty everything. */
    private List<Table> cleared(Catalog catalog, LoadOrder order) {
        if (options.mode() != Mode.REPLACE) {
            return List.of();
        }
        boolean wayBack = manifest.map(Manifest::wayBack).isPresent();
        if (survey.complete() && expectedRows() == 0 && !wayBack) {
            notes.add("The backup holds no rows for these tables: nothing is emptied.");
            return List.of();
        }
        return new ClearPlanner(catalog, session, options, problems).plan(order.tables());
    }

    private long expectedRows() {
        return survey.tables().stream()
                .filter(table -> wanted(table.name()))
                .mapToLong(SurveyedTable::rows)
                .sum();
    }

    private boolean wanted(String table) {
        return (options.only().isEmpty() || options.only().contains(table))
                && !options.except().contains(table);
    }

    private List<TablePlan> tables(Catalog catalog) {
        TableMatcher matcher = new TableMatcher(catalog, options.tableNames(), survey.django(), problems);
        Map<TableName, String> taken = new HashMap<>();
        List<TablePlan> plans = new ArrayList<>();
        for (SurveyedTable source : survey.tables()) {
            if (!wanted(source.name())) {
                continue;
            }
            Table target = matcher.match(source.name());
            if (target == null || !alone(source.name(), target, taken)) {
                continue;
            }
            plans.add(new TablePlanner(
                            catalog, options, survey.django(), manifest.isPresent(), source, target, problems, notes)
                    .plan());
        }
        return plans;
    }

    private boolean alone(String source, Table target, Map<TableName, String> taken) {
        @Nullable String other = taken.putIfAbsent(target.name(), source);
        if (other != null) {
            problems.add(new Problem(
                    Problem.Kind.AMBIGUOUS_NAME,
                    source,
                    "Tables " + other + " and " + source + " of the backup both go into " + target.name() + ".",
                    "Send one of them elsewhere (map, --map), or leave it out (except, --except)."));
        }
        return other == null;
    }

    private void checkNames() {
        Set<String> known = new LinkedHashSet<>();
        survey.tables().forEach(table -> known.add(table.name()));
        named("only", options.only(), known);
        named("except", options.except(), known);
        named("map", options.tableNames().keySet(), known);
        for (String place : options.columnNames().keySet()) {
            boolean found = survey.tables().stream()
                    .anyMatch(table -> place.startsWith(table.name() + ".")
                            && (!table.complete()
                                    || table.rows() == 0
                                    || table.field(place.substring(table.name().length() + 1))
                                            .isPresent()));
            if (!found) {
                unknownOption("map", place, "a field of the backup");
            }
        }
    }

    private void named(String option, Set<String> names, Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                unknownOption(option, name, "a table of the backup (" + String.join(", ", known) + ")");
            }
        }
    }

    private void unknownOption(String option, String value, String what) {
        problems.add(new Problem(
                Problem.Kind.BAD_OPTION,
                value,
                "Option " + option + " names " + value + ", which is not " + what + ".",
                "Correct the name."));
    }

    private void checkConflicts(List<TablePlan> tables) {
        for (String name : options.conflicts().keySet()) {
            boolean found = tables.stream()
                    .anyMatch(table -> table.source().equals(name)
                            || TablePlanner.names(table.target().name(), name)
                            || table.joins().stream()
                                    .anyMatch(join ->
                                            TablePlanner.names(join.joinTable().name(), name)));
            if (!found) {
                unknownOption("onConflict", name, "a table that is restored");
            }
        }
    }

    private void checkDefaults(List<TablePlan> tables) {
        for (String place : options.defaults().keySet()) {
            int dot = place.lastIndexOf('.');
            boolean found = tables.stream()
                    .filter(table -> TablePlanner.names(table.target().name(), place.substring(0, dot)))
                    .anyMatch(table -> table.fixed().stream()
                            .anyMatch(value -> value.column().name().equalsIgnoreCase(place.substring(dot + 1))));
            if (!found) {
                unknownOption("defaultValue", place, "a column of a table that is restored");
            }
        }
    }

    private void noteTriggers(Set<Table> loaded, List<Table> cleared) {
        for (Table table : loaded) {
            List<String> names = table.triggers().stream()
                    .filter(trigger -> trigger.onInsert() || (trigger.onDelete() && cleared.contains(table)))
                    .map(trigger -> trigger.name())
                    .toList();
            if (!names.isEmpty()) {
                notes.add(
                        "Triggers of " + table.name() + " fire and may change rows: " + String.join(", ", names) + ".");
            }
        }
    }

    private List<Emptied> emptied(Catalog catalog, List<Table> cleared, Set<Table> loaded) throws SQLException {
        List<Emptied> emptied = new ArrayList<>();
        List<Long> rows = session.counts(cleared);
        for (int i = 0; i < rows.size(); i++) {
            Table table = cleared.get(i);
            emptied.add(new Emptied(catalog.spell(table.name()), rows.get(i), loaded.contains(table)));
        }
        return emptied;
    }
}
