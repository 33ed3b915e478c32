package dev.restore.engine.export;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.TableReading;
import dev.restore.dialect.standard.SqlNames;
import dev.restore.dialect.value.Cells;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows belong together: some to begin with, the rows that they refer to, those that these refer to, and on request the rows that
 * refer to the first ones. Goes along foreign keys, keeps the values of keys in memory, and says which rows they are by conditions in SQL.
 * Used once and by one thread.
 */
public final class RowSubset {

    /** How many keys are looked up by one query. */
    private static final int KEYS_AT_ONCE = 500;

    private final List<Table> tables;
    private final TableReading reading;
    private final SqlNames names;
    private final Deque<Step> open = new ArrayDeque<>();
    private final Map<TableName, Set<String>> given = new LinkedHashMap<>();
    private final Map<Key, Set<List<String>>> reached = new LinkedHashMap<>();
    private final Map<Key, Set<List<String>>> reachedDown = new HashMap<>();

    /**
     * Rows of a table from which references are followed.
     *
     * @param down whether those to them are followed, too
     */
    private record Step(Table table, String condition, boolean down) {}

    /** Columns of a table by which its rows are reached. */
    private record Key(Table table, List<String> columns) {}

    /** A reference to follow: from columns of the rows that are read to columns of another table. */
    private record Way(List<String> from, Key to, boolean down) {}

    /**
     * Creates a subset without rows.
     *
     * @param tables those that rows may be of; references to others are not followed
     * @param reading reads their rows
     * @param names writes names in the SQL of the database
     */
    public RowSubset(List<Table> tables, TableReading reading, SqlNames names) {
        this.tables = List.copyOf(tables);
        this.reading = reading;
        this.names = names;
    }

    /**
     * Begins with some rows.
     *
     * @param condition which, in the SQL of the database
     * @param down whether the rows that refer to them belong to them, too
     */
    public void from(Table table, String condition, boolean down) {
        given.computeIfAbsent(table.name(), name -> new LinkedHashSet<>()).add("(" + condition + ")");
        open.add(new Step(table, "(" + condition + ")", down));
    }

    /** Returns the conditions of the rows that belong together, by their tables; others have none. */
    public Map<TableName, String> conditions() throws SQLException {
        while (!open.isEmpty()) {
            follow(open.remove());
        }
        Map<TableName, Set<String>> all = new LinkedHashMap<>(given);
        reached.forEach((key, values) -> all.computeIfAbsent(key.table().name(), name -> new LinkedHashSet<>())
                .add(condition(key, List.copyOf(values))));
        Map<TableName, String> conditions = new LinkedHashMap<>();
        all.forEach((table, parts) -> conditions.put(table, String.join(" OR ", parts)));
        return conditions;
    }

    private void follow(Step step) throws SQLException {
        List<Way> ways = ways(step);
        List<Column> columns = step.table().columns().stream()
                .filter(column -> ways.stream().anyMatch(way -> way.from().contains(column.name())))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        List<String> read = columns.stream().map(Column::name).toList();
        Map<Way, Set<List<String>>> found = new LinkedHashMap<>();
        try (TableReader reader = reading.reader(step.table(), columns, false, step.condition())) {
            for (Rows batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.size(); row++) {
                    for (Way way : ways) {
                        List<String> values = values(batch, row, way, read);
                        if (values != null) {
                            found.computeIfAbsent(way, any -> new LinkedHashSet<>())
                                    .add(values);
                        }
                    }
                }
            }
        }
        found.forEach(this::reach);
    }

    private List<Way> ways(Step step) {
        List<Way> ways = new ArrayList<>();
        for (ForeignKey key : step.table().foreignKeys()) {
            tables.stream()
                    .filter(table -> table.name().equals(key.referencedTable()))
                    .forEach(table -> ways.add(new Way(key.columns(), new Key(table, key.referencedColumns()), false)));
        }
        if (step.down()) {
            for (Table table : tables) {
                table.foreignKeys().stream()
                        .filter(key -> key.referencedTable().equals(step.table().name()))
                        .forEach(
                                key -> ways.add(new Way(key.referencedColumns(), new Key(table, key.columns()), true)));
            }
        }
        return ways;
    }

    private static @Nullable List<String> values(Rows batch, int row, Way way, List<String> read) {
        List<String> values = new ArrayList<>();
        for (String column : way.from()) {
            int cell = read.indexOf(column);
            if (batch.kind(row, cell) == ValueKind.NULL) {
                return null;
            }
            values.add(Cells.characters(batch, row, cell));
        }
        return values;
    }

    /** Adds rows that were reached, and goes on from those that are new, or that are now reached from above. */
    private void reach(Way way, Set<List<String>> values) {
        Set<List<String>> all = reached.computeIfAbsent(way.to(), key -> new LinkedHashSet<>());
        Set<List<String>> known = way.down() ? reachedDown.computeIfAbsent(way.to(), key -> new HashSet<>()) : all;
        List<List<String>> next = values.stream().filter(known::add).toList();
        all.addAll(next);
        for (int i = 0; i < next.size(); i += KEYS_AT_ONCE) {
            List<List<String>> some = next.subList(i, Math.min(next.size(), i + KEYS_AT_ONCE));
            open.add(new Step(way.to().table(), condition(way.to(), some), way.down()));
        }
    }

    private String condition(Key key, List<List<String>> values) {
        List<Column> columns = key.columns().stream()
                .map(name -> key.table().column(name).orElseThrow())
                .toList();
        if (columns.size() == 1) {
            return names.quote(columns.get(0).name()) + " IN ("
                    + String.join(
                            ", ",
                            values.stream()
                                    .map(value -> literal(columns.get(0), value.get(0)))
                                    .toList())
                    + ")";
        }
        List<String> rows = values.stream()
                .map(value -> {
                    List<String> equal = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        equal.add(names.quote(columns.get(i).name()) + " = " + literal(columns.get(i), value.get(i)));
                    }
                    return "(" + String.join(" AND ", equal) + ")";
                })
                .toList();
        return anyOf(rows);
    }

    /** Joins conditions as a tree of little depth, which databases limit. */
    private static String anyOf(List<String> conditions) {
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        int half = conditions.size() / 2;
        return "(" + anyOf(conditions.subList(0, half)) + " OR " + anyOf(conditions.subList(half, conditions.size()))
                + ")";
    }

    private static String literal(Column column, String value) {
        TypeFamily family = column.type().family();
        if (family == TypeFamily.BINARY) {
            throw new PlanException(List.of(new Problem(
                    Problem.Kind.BAD_OPTION,
                    column.name(),
                    "References by column " + column.name() + ", which holds bytes, cannot be followed.",
                    "Leave its table out (except).")));
        }
        boolean digits = (family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL)
                && value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '.');
        return digits || family == TypeFamily.BOOLEAN ? value : "'" + value.replace("'", "''") + "'";
    }
}
