package dev.restore.engine.planning;

import dev.restore.backup.Survey;
import dev.restore.backup.Survey.Records;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.backup.reading.EventTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.engine.match.ColumnMatcher;
import dev.restore.engine.match.TableMatcher;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds for each table whose records are events the key by which the last state of each row is found: the primary key of its table. */
public final class EventTables {

    private final TableMatcher matcher;
    private final Map<String, String> columnNames;
    private final List<EventTable> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Finds them.
     *
     * @param tableNames other names of tables, by those of the backup
     * @param columnNames other names of columns, by {@code table.field} of the backup
     * @param wanted which tables of the backup are wanted
     */
    public EventTables(
            Survey survey,
            Catalog catalog,
            Map<String, String> tableNames,
            Map<String, String> columnNames,
            Predicate<String> wanted) {
        this.matcher = new TableMatcher(catalog, tableNames, survey.django(), new ArrayList<>());
        this.columnNames = columnNames;
        survey.tables().stream()
                .filter(table -> table.records() != Records.ROWS && table.rows() > 0 && wanted.test(table.name()))
                .forEach(this::find);
    }

    /** Returns the tables whose rows can be told apart. */
    public List<EventTable> found() {
        return found;
    }

    /** Returns of which tables the last states cannot be found, and why. */
    List<Problem> problems() {
        return problems;
    }

    /** Returns which tables are read so. */
    List<String> notes() {
        return found.stream()
                .map(
                        table -> "Table " + table.table()
                                + " of the backup holds events; the last state of each row is read, by the primary key of its table.")
                .toList();
    }

    private void find(SurveyedTable source) {
        Table target = matcher.only(source.name()).orElse(null);
        if (target == null) {
            return;
        }
        List<String> key = target.primaryKey().map(Key::columns).orElse(List.of());
        ColumnMatcher columns = new ColumnMatcher(source.name(), target, columnNames, false);
        boolean carried = !key.isEmpty()
                && key.stream()
                        .allMatch(column ->
                                source.fields().stream().anyMatch(field -> is(columns, field.name(), column)));
        if (carried) {
            List<Predicate<String>> fields = new ArrayList<>();
            key.forEach(column -> fields.add(field -> is(columns, field, column)));
            found.add(new EventTable(source.name(), fields));
        } else if (source.records() == Records.CHANGES || !source.complete()) {
            problems.add(problem(source, target, key));
        }
    }

    private static boolean is(ColumnMatcher columns, String field, String column) {
        List<Column> matched = columns.match(field);
        return matched.size() == 1 && matched.get(0).name().equals(column);
    }

    private static Problem problem(SurveyedTable source, Table target, List<String> key) {
        String why = key.isEmpty()
                ? target.name() + " has no primary key"
                : "they do not carry the primary key of " + target.name() + " (" + String.join(", ", key) + ")";
        return new Problem(
                Problem.Kind.NOT_READ,
                source.name(),
                "Table " + source.name()
                        + " of the backup holds events, of which each may change the row of an earlier one, and " + why
                        + ", by which the last state of each row could be found.",
                "Add a primary key to the table; or export the state of the table, such as by a snapshot alone"
                        + " (snapshot.mode=initial_only), or leave it out (except, --except).");
    }
}
