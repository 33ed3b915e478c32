package dev.restore.engine.planning;

import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.NaturalKeys;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.value.DecodingPlanner;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan;
import dev.restore.plan.Mode;
import dev.restore.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds a place for everything in a backup, and checks that the options speak of what is there. */
public final class BackupMatcher {

    private final Survey survey;
    private final Choice choice;
    private final Set<TableName> parents = new LinkedHashSet<>();
    private final TableMatcher matcher;
    private final Optional<Manifest> manifest;
    private final Catalog catalog;
    private final Dialect dialect;
    private final RestoreOptions options;

    private final NaturalReferences references;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Creates one, to be used once.
     *
     * @param dialect the target's dialect
     */
    public BackupMatcher(
            Survey survey, Optional<Manifest> manifest, Catalog catalog, Dialect dialect, RestoreOptions options) {
        this.manifest = manifest;
        this.catalog = catalog;
        this.dialect = dialect;
        this.options = options;
        LogicalReferences logical =
                new LogicalReferences(catalog, options.merging().references());
        this.references = new NaturalReferences(
                catalog,
                new NaturalKeys(
                        catalog,
                        options.merging().naturalKeys(),
                        manifest.map(Manifest::naturalKeys).orElse(Map.of())),
                logical,
                survey.django(),
                notes);
        this.problems.addAll(logical.problems());
        this.choice = new Choice(survey, options.selection());
        this.matcher = new TableMatcher(catalog, options.mapping().tables(), survey.django(), problems);
        this.survey = survey.leavingOut(this::absent);
    }

    /** Returns whether a table is not one of the target's, and nothing in the options says that it must be. */
    private boolean absent(SurveyedTable table) {
        return !options.selection().only().contains(table.name())
                && !options.mapping().tables().containsKey(table.name())
                && !matcher.knows(table.name());
    }

    public Matching match() {
        problems.addAll(new FileReadings(
                        survey,
                        catalog,
                        options.mapping().tables(),
                        options.mapping().columns(),
                        choice::wants)
                .problems());
        problems.addAll(new ChildTables(survey, catalog, options.mapping()).problems());
        EventTables events = new EventTables(
                survey, catalog, options.mapping().tables(), options.mapping().columns(), choice::wants);
        problems.addAll(events.problems());
        notes.addAll(events.notes());
        checkNames();
        List<TablePlan> matched = tables();
        checkLeftOut();
        checkDefaults(matched);
        checkConflicts(matched);
        checkColumns("binaryText", options.values().binaryTexts().keySet(), matched);
        checkColumns("epochUnit", options.values().epochUnits().keySet(), matched);
        Set<Table> loaded = new LinkedHashSet<>();
        for (TablePlan table : matched) {
            loaded.add(table.target());
            table.joins().forEach(join -> loaded.add(join.joinTable()));
        }
        if (options.rows().mode() == Mode.MERGE) {
            options.merging().created().forEach(name -> loaded.addAll(TableMatcher.find(catalog, name)));
        }
        List<Table> order = LoadOrder.of(catalog, loaded).tables();
        manifest.ifPresent(stated -> notes.addAll(SchemaChanges.notes(stated, dialect.id(), matched)));
        problems.addAll(references.keys().problems());
        List<TablePlan> plans = ordered(matched, order);
        MergePlan merge = merge(plans, order);
        return new Matching(
                plans, order, Expectation.of(survey, matched), wantedRows(), problems, notes, survey, merge);
    }

    private @Nullable MergePlan merge(List<TablePlan> plans, List<Table> order) {
        return new MergePlanner(
                        options.rows().mode(),
                        options.merging(),
                        survey,
                        references,
                        new GenericReferences(catalog, options.merging(), references, problems),
                        problems,
                        notes)
                .plan(plans, order, parents);
    }

    private static List<TablePlan> ordered(List<TablePlan> matched, List<Table> order) {
        Map<TableName, TablePlan> byTarget = new HashMap<>();
        matched.forEach(table -> byTarget.put(table.target().name(), table));
        return order.stream()
                .map(table -> byTarget.get(table.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    private long wantedRows() {
        return survey.tables().stream()
                .filter(table -> choice.wants(table.name()))
                .mapToLong(SurveyedTable::rows)
                .sum();
    }

    private List<TablePlan> tables() {
        DecodingPlanner decodings =
                new DecodingPlanner(options.values(), manifest.isPresent(), survey.django(), dialect.typesAreHints());
        Map<TableName, String> taken = new HashMap<>();
        List<TablePlan> plans = new ArrayList<>();
        for (SurveyedTable source : survey.tables()) {
            boolean parent = isParent(source.name());
            if (!choice.wants(source.name()) && !parent) {
                continue;
            }
            Table target = matcher.match(source.name());
            if (target == null || !alone(source.name(), target, taken)) {
                continue;
            }
            TablePlan plan = new TablePlanner(
                            catalog,
                            options,
                            survey.django(),
                            manifest.isPresent(),
                            decodings,
                            references,
                            source,
                            target,
                            problems,
                            notes)
                    .plan();
            if (parent) {
                parents.add(target.name());
                plan = withoutLists(plan);
            }
            plans.add(plan);
            checkReading(source, plan);
        }
        return plans;
    }

    /** Returns whether a table is left out, and those of its rows are created all the same to which others refer. */
    private boolean isParent(String source) {
        if (options.rows().mode() != Mode.MERGE || choice.wants(source)) {
            return false;
        }
        List<Table> tables =
                TableMatcher.find(catalog, options.mapping().tables().getOrDefault(source, source));
        return tables.size() == 1
                && options.merging().created().stream()
                        .anyMatch(name -> NameMatch.isSpelled(tables.get(0).name(), name));
    }

    /** A row that is there because others refer to it brings no lists along. */
    private static TablePlan withoutLists(TablePlan plan) {
        List<String> ignored = new ArrayList<>(plan.ignored());
        plan.joins().forEach(join -> ignored.add(join.field()));
        return new TablePlan(
                plan.source(),
                plan.target(),
                plan.expectedRows(),
                plan.columns(),
                plan.fixed(),
                ignored,
                List.of(),
                plan.conflict());
    }

    /** What is read as rows only because the target has such a table must look like its rows. */
    private void checkReading(SurveyedTable source, TablePlan plan) {
        Table target = plan.target();
        if (!source.certain() && source.rows() > 0 && plan.columns().isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.NOT_READ,
                    source.name(),
                    "Table " + source.name() + " of the backup "
                            + source.reading().orElse("is an object") + ", and none of its fields is a column of "
                            + target.name() + ".",
                    "Write its rows as a JSON array of objects, or leave it out (except, --except)."));
        }
        if (source.remark() != null) {
            boolean emptied = source.rows() == 0 && options.rows().mode() == Mode.REPLACE;
            notes.add("Table " + source.name() + " of the backup " + source.remark()
                    + (emptied ? "; " + target.name() + " will be empty." : "."));
        }
    }

    private void checkLeftOut() {
        Set<String> loaded = new HashSet<>(choice.tables());
        survey.leftOut().forEach(left -> loaded.remove(left.place()));
        new LeftOutTables(matcher, choice, loaded).check(survey.leftOut(), problems);
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
        Set<String> known = choice.tables();
        named("only", options.selection().only(), known::contains);
        named("except", options.selection().except(), choice::holds);
        named("map", options.mapping().tables().keySet(), known::contains);
        for (String place : options.mapping().columns().keySet()) {
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

    private void named(String option, Set<String> names, Predicate<String> known) {
        for (String name : names) {
            if (!known.test(name)) {
                unknownOption(option, name, "a table of the backup (" + String.join(", ", choice.tables()) + ")");
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
        for (String name : options.rows().conflicts().keySet()) {
            boolean found = tables.stream()
                    .anyMatch(table -> table.source().equals(name)
                            || NameMatch.isSpelled(table.target().name(), name)
                            || table.joins().stream()
                                    .anyMatch(join ->
                                            NameMatch.isSpelled(join.joinTable().name(), name)));
            if (!found) {
                unknownOption("onConflict", name, "a table that is restored");
            }
        }
    }

    private void checkColumns(String option, Set<String> places, List<TablePlan> tables) {
        for (String place : places) {
            boolean found = tables.stream()
                    .map(TablePlan::target)
                    .anyMatch(table ->
                            table.columns().stream().anyMatch(column -> DecodingPlanner.names(place, table, column)));
            if (!found) {
                unknownOption(option, place, "a column of a table that is restored");
            }
        }
    }

    private void checkDefaults(List<TablePlan> tables) {
        for (String place : options.mapping().defaultValues().keySet()) {
            int dot = place.lastIndexOf('.');
            boolean found = tables.stream()
                    .filter(table -> NameMatch.isSpelled(table.target().name(), place.substring(0, dot)))
                    .anyMatch(table -> table.fixed().stream()
                            .anyMatch(value -> value.column().name().equalsIgnoreCase(place.substring(dot + 1))));
            boolean created = options.merging().created().stream().anyMatch(place.substring(0, dot)::equalsIgnoreCase);
            if (!found && !created) {
                unknownOption("defaultValue", place, "a column of a table that is restored");
            }
        }
    }
}
