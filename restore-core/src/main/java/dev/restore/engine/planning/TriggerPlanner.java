package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.Trigger.Event;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TriggerMeasure;
import dev.restore.dialect.TriggerMeasure.TableTriggers;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.session.Sentence;
import dev.restore.outcome.Problem;
import dev.restore.plan.Mode;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ConflictRule;
import dev.restore.plan.Triggers;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether triggers fire, and says what they do to the restore and to the way back from it. The way back suppresses them by
 * itself, where that is possible: the rows that it brings are those that the triggers have left behind.
 */
final class TriggerPlanner {

    private final Dialect.Session session;
    private final RestoreOptions options;
    private final boolean wayBack;
    private final List<Problem> problems;
    private final List<String> notes;

    /**
     * Creates a planner.
     *
     * @param wayBack whether the backup is one that a restore has written before it changed anything
     * @param problems takes what stands in the way
     * @param notes takes what the user should know
     */
    TriggerPlanner(
            Dialect.Session session,
            RestoreOptions options,
            boolean wayBack,
            List<Problem> problems,
            List<String> notes) {
        this.session = session;
        this.options = options;
        this.wayBack = wayBack;
        this.problems = problems;
        this.notes = notes;
    }

    /**
     * Decides.
     *
     * @param scope the tables that are loaded and emptied
     * @param plans what becomes of each table of the backup
     */
    TriggerMeasure plan(Scope scope, List<TablePlan> plans) throws SQLException {
        List<TableTriggers> fired = fired(scope, updated(plans));
        boolean suppressed = suppresses(scope, fired);
        TriggerMeasure measure = new TriggerMeasure(suppressed, fired, suppressed ? List.of() : changed(scope, fired));
        if (!measure.suppressed()) {
            fired.forEach(table -> note(scope.catalog(), table));
        }
        if (options.safety().safetyBackup() != null) {
            noteWayBack(scope.with(measure));
        }
        return measure;
    }

    private boolean suppresses(Scope scope, List<TableTriggers> fired) throws SQLException {
        if (options.objects().triggers() == Triggers.SUPPRESS) {
            for (Obstacle obstacle : session.triggers().obstacles(scope)) {
                TableName table = obstacle.table();
                problems.add(new Problem(
                        Problem.Kind.NOT_ALLOWED,
                        table == null ? "database" : table.toString(),
                        Sentence.of(obstacle.message()),
                        Sentence.of(obstacle.remedy() + ", or let them fire (triggers, --triggers fire)")));
            }
            return true;
        }
        if (options.objects().triggers() == Triggers.FIRE
                || !wayBack
                || options.rows().mode() != Mode.REPLACE
                || fired.isEmpty()) {
            return false;
        }
        List<Obstacle> obstacles = session.triggers().obstacles(scope);
        if (!obstacles.isEmpty()) {
            notes.add("The rows may not come back exactly as they were: " + reasons(obstacles) + ".");
        }
        return obstacles.isEmpty();
    }

    private static Set<TableName> updated(List<TablePlan> plans) {
        Set<TableName> updated = new HashSet<>();
        for (TablePlan plan : plans) {
            ConflictRule conflict = plan.conflict();
            if (conflict != null && conflict.action() == OnConflict.Action.UPDATE) {
                updated.add(plan.target().name());
            }
        }
        return updated;
    }

    /** Rows of a partitioned table fire the triggers of its partitions, most of which are copies of its own. */
    private static List<TableTriggers> fired(Scope scope, Set<TableName> updated) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        Map<TableName, List<Trigger>> fired = new LinkedHashMap<>();
        for (Table table : tables) {
            Set<Event> statements = statements(scope, table, updated);
            Set<Trigger> own = new LinkedHashSet<>();
            add(fired, table, statements, own);
            for (Table part : scope.catalog().descendants(table.name())) {
                if (part.kind() == Table.Kind.PARTITION) {
                    add(fired, part, statements, own);
                }
            }
        }
        return fired.entrySet().stream()
                .map(entry -> new TableTriggers(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Set<Event> statements(Scope scope, Table table, Set<TableName> updated) {
        Set<Event> statements = EnumSet.noneOf(Event.class);
        if (scope.loaded().contains(table)) {
            statements.add(Event.INSERT);
        }
        if (updated.contains(table.name())) {
            statements.add(Event.UPDATE);
        }
        if (scope.cleared().contains(table)) {
            statements.add(Event.DELETE);
            statements.add(Event.TRUNCATE);
        }
        return statements;
    }

    private static void add(
            Map<TableName, List<Trigger>> fired, Table table, Set<Event> statements, Set<Trigger> copied) {
        List<Trigger> firing = table.triggers().stream()
                .filter(trigger -> trigger.onAnyOf(statements) && copied.add(trigger))
                .toList();
        if (!firing.isEmpty()) {
            List<Trigger> known = fired.computeIfAbsent(table.name(), name -> new ArrayList<>());
            firing.stream().filter(trigger -> !known.contains(trigger)).forEach(known::add);
        }
    }

    private void note(Catalog catalog, TableTriggers table) {
        String name = catalog.spell(table.table());
        String triggers = names(table, Trigger.Kind.TRIGGER);
        if (!triggers.isEmpty()) {
            notes.add("Triggers of " + name + " fire and may change rows: " + triggers + ".");
        }
        String rules = names(table, Trigger.Kind.RULE);
        if (!rules.isEmpty()) {
            notes.add("Rules of " + name + " act on rows that do not come by COPY, or change or go: " + rules + ".");
        }
    }

    private static boolean mayChangeRows(TableTriggers table) {
        return table.triggers().stream().anyMatch(trigger -> trigger.kind() != Trigger.Kind.INDEX);
    }

    /**
     * Follows the triggers of the tables that triggers write to. Rows that they only add change nothing, unless they refer to rows that
     * the way back empties.
     */
    private static List<Table> changed(Scope scope, List<TableTriggers> fired) {
        Deque<Trigger> open = new ArrayDeque<>();
        fired.forEach(table -> open.addAll(table.triggers()));
        Set<Trigger> seen = new HashSet<>(open);
        Set<Table> changed = new LinkedHashSet<>();
        Set<TableName> emptied = new HashSet<>();
        Stream.concat(scope.loaded().stream(), scope.cleared().stream()).forEach(table -> emptied.add(table.name()));
        while (!open.isEmpty()) {
            Trigger trigger = open.poll();
            for (Set<TableName> written : List.of(trigger.changes(), trigger.adds())) {
                for (TableName name : written) {
                    Table table = scope.catalog().table(name).orElse(null);
                    if (table != null) {
                        table.triggers().stream().filter(seen::add).forEach(open::add);
                        boolean changes = trigger.changes().contains(name) || table.refersToAny(emptied);
                        if (changes && table.kind().holdsRows()) {
                            changed.add(table);
                        }
                    }
                }
            }
        }
        changed.removeAll(scope.loaded());
        changed.removeAll(scope.cleared());
        return List.copyOf(changed);
    }

    private static String names(TableTriggers table, Trigger.Kind kind) {
        return table.triggers().stream()
                .filter(trigger -> trigger.kind() == kind)
                .map(Trigger::name)
                .collect(Collectors.joining(", "));
    }

    /** Whoever goes back empties and fills again all that the safety backup holds. */
    private void noteWayBack(Scope scope) throws SQLException {
        TriggerMeasure measure = scope.triggers();
        if (!measure.suppressed() && measure.tables().stream().anyMatch(TriggerPlanner::mayChangeRows)) {
            String changed = measure.changed().stream()
                    .map(table -> scope.catalog().spell(table.name()))
                    .collect(Collectors.joining(", "));
            notes.add(
                    "What these triggers write to tables that are not restored is not in the safety backup, and the way back"
                            + " leaves it there"
                            + (changed.isEmpty()
                                    ? "."
                                    : ", except for what their text says that they change, which is in it with what refers to it: "
                                            + changed + "."));
        }
        Scope back = SafetyScope.wayBack(scope, options.rows().mode());
        if (!fired(back, Set.of()).isEmpty()) {
            List<Obstacle> obstacles = session.triggers().obstacles(back);
            if (!obstacles.isEmpty()) {
                notes.add("The way back from this restore may not be exact: " + reasons(obstacles) + ".");
            }
        }
    }

    private static String reasons(List<Obstacle> obstacles) {
        return obstacles.stream()
                .map(obstacle ->
                        obstacle.message() + ", so that they fire then; to go back exactly, " + obstacle.remedy())
                .collect(Collectors.joining("; "));
    }
}
