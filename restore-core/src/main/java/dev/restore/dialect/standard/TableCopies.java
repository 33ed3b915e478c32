package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.StateScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Copies of tables in a schema of their own, and the statements that make them and put their rows back. Computed columns are not kept,
 * because they follow from the others. A value.
 */
public final class TableCopies {

    private final StateScope scope;
    private final SqlNames names;
    private final String from;
    private final String schema;
    private final Map<TableName, TableName> copies = new LinkedHashMap<>();

    /**
     * Creates the description of copies, which are not there yet.
     *
     * @param names how the database writes names
     * @param schema the schema of the copies, as the catalog of the database spells it
     * @param from what stands before the name of a table whose own rows are meant, and no others
     */
    public TableCopies(StateScope scope, SqlNames names, String schema, String from) {
        this.scope = scope;
        this.names = names;
        this.from = from;
        this.schema = schema;
        for (Table table : scope.tables()) {
            copies.put(table.name(), new TableName(schema, "t" + (copies.size() + 1)));
        }
    }

    /** Returns the schema of the copies. */
    public String schema() {
        return schema;
    }

    /** Returns the copy of each table. */
    public Map<TableName, TableName> names() {
        return Collections.unmodifiableMap(copies);
    }

    /** Returns the name of the copy of a table. */
    public TableName copyOf(TableName table) {
        TableName copy = copies.get(table);
        if (copy == null) {
            throw new IllegalArgumentException("no copy of " + table);
        }
        return copy;
    }

    /** Says that somebody else has changed the copies. */
    public Obstacle changed(@Nullable TableName table) {
        return new Obstacle(
                table, "the copies in schema " + schema + " have been changed", "leave that schema alone in tests");
    }

    /** Returns the statement that removes the copies, if they are there. */
    public String drop() {
        return "DROP SCHEMA IF EXISTS " + names.quote(schema) + " CASCADE";
    }

    /**
     * Returns the statements that make the copies, in their schema.
     *
     * @param create what stands before the name of a new table, such as {@code CREATE TABLE}
     */
    public List<String> create(String create) {
        return scope.tables().stream()
                .map(table -> create + " " + names.quote(copyOf(table.name())) + " AS SELECT " + columns(table) + " "
                        + from + " " + names.quote(table.name()))
                .toList();
    }

    /** Returns the statements that empty tables, children before parents, and fill them from the copies, parents before children. */
    public List<String> putBack(Set<TableName> changed) {
        List<String> statements = new ArrayList<>();
        for (Table table : scope.tables()) {
            if (changed.contains(table.name())) {
                statements.add(0, "DELETE " + from + " " + names.quote(table.name()));
            }
        }
        for (Table table : scope.tables()) {
            if (changed.contains(table.name())) {
                statements.add(fill(table));
            }
        }
        return statements;
    }

    private String fill(Table table) {
        boolean always =
                table.columns().stream().anyMatch(column -> column.generation() == Column.Generation.IDENTITY_ALWAYS);
        String columns = columns(table);
        return "INSERT INTO " + names.quote(table.name()) + (columns.isEmpty() ? " " : " (" + columns + ") ")
                + (always ? "OVERRIDING SYSTEM VALUE " : "") + "SELECT " + columns + " FROM "
                + names.quote(copyOf(table.name()));
    }

    private String columns(Table table) {
        return table.insertableColumns().stream()
                .map(column -> names.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** Returns a query that gives a row where a table does not hold the rows of its copy, each as often as there. */
    public String difference(Table table) {
        String columns = columns(table);
        String rows = "SELECT " + columns + ", COUNT(*) AS restore_rows FROM ";
        String mine = rows + names.quote(table.name()) + " GROUP BY " + columns;
        String kept = rows + names.quote(copyOf(table.name())) + " GROUP BY " + columns;
        return "SELECT 1 FROM ((" + mine + " EXCEPT " + kept + ") UNION ALL (" + kept + " EXCEPT " + mine + ")) d";
    }
}
