package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Staging in temporary tables that are created with the types of a query's columns. A dialect says how it creates one that commits
 * nothing and vanishes with the transaction.
 */
public abstract class TemporaryTables implements Staging {

    private static final ColumnType NUMBER = new ColumnType("BIGINT", TypeFamily.INTEGER, 64, 0);

    private final SqlDatabase database;
    private final @Nullable String schema;
    private final ChangeForm form;
    private final Map<TableName, List<List<String>>> lookups = new HashMap<>();

    /** How a database writes that rows change to those of a query. */
    public enum ChangeForm {
        /** By {@code UPDATE ... FROM}. */
        UPDATE_FROM,
        /** By {@code MERGE INTO ... USING}. */
        MERGE_INTO
    }

    /**
     * Creates one for a session.
     *
     * @param schema the schema in which temporary tables are found, null where their bare names are enough
     */
    protected TemporaryTables(SqlDatabase database, @Nullable String schema, ChangeForm form) {
        this.database = database;
        this.schema = schema;
        this.form = form;
    }

    /** Returns the database. */
    protected final SqlDatabase database() {
        return database;
    }

    /**
     * Creates a temporary table with the columns of a query that yields no rows.
     *
     * @param name its own name, in quotes
     * @param columns the names of its columns, in quotes
     * @param row the one of them with the number of the row, null where there is none
     * @param indexes the columns by which rows are looked up, in quotes
     * @param query yields no rows
     */
    protected abstract void create(
            String name, List<String> columns, @Nullable String row, List<List<String>> indexes, String query)
            throws SQLException;

    private List<String> quoted(List<String> names) {
        return names.stream().map(this::quote).toList();
    }

    /**
     * Makes look-ups fast and their cost known, now that a table has its rows.
     *
     * @param indexes the columns by which rows are looked up, in quotes
     */
    protected abstract void filled(Table table, List<List<String>> indexes) throws SQLException;

    @Override
    public Table create(String name, List<Draft> drafts, List<List<String>> indexes) throws SQLException {
        Map<TableName, String> aliases = new LinkedHashMap<>();
        List<String> selected = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Draft draft : drafts) {
            Table table = draft.table();
            Column column = draft.column();
            ColumnType type = NUMBER;
            if (table == null || column == null) {
                selected.add("CAST(NULL AS BIGINT) AS " + quote(draft.name()));
            } else {
                String alias = aliases.computeIfAbsent(table.name(), other -> "t" + aliases.size());
                selected.add(alias + "." + quote(column.name()) + " AS " + quote(draft.name()));
                type = column.type();
            }
            columns.add(new Column(draft.name(), columns.size() + 1, type, true, false, Column.Generation.NONE, null));
        }
        String from = aliases.entrySet().stream()
                .map(source -> quote(source.getKey()) + " " + source.getValue())
                .collect(Collectors.joining(", "));
        create(
                quote(name),
                quoted(drafts.stream().map(Draft::name).toList()),
                drafts.stream()
                        .filter(Draft::row)
                        .map(draft -> quote(draft.name()))
                        .findFirst()
                        .orElse(null),
                indexes.stream().map(this::quoted).toList(),
                "SELECT " + String.join(", ", selected) + (from.isEmpty() ? "" : " FROM " + from) + " WHERE 1 = 0");
        TableName full = new TableName(schema, name);
        lookups.put(full, List.copyOf(indexes));
        return new Table(full, Table.Kind.TABLE, columns, List.of(), List.of(), List.of(), null);
    }

    @Override
    public final void filled(Table table) throws SQLException {
        filled(
                table,
                lookups.getOrDefault(table.name(), List.of()).stream()
                        .map(this::quoted)
                        .toList());
    }

    @Override
    public final String quote(String identifier) {
        return database.quote(identifier);
    }

    @Override
    public final String quote(TableName name) {
        return database.quote(name);
    }

    @Override
    public long update(String sql) throws SQLException {
        return database.update(sql);
    }

    @Override
    public final long change(Change change) throws SQLException {
        String target = from(change.target());
        return update(
                form == ChangeForm.UPDATE_FROM
                        ? "UPDATE " + target + " AS t SET " + assignments(change, "") + " FROM (" + change.query()
                                + ") s WHERE " + found(change) + " AND (" + differences(change) + ")"
                        : "MERGE INTO " + target + " t USING (" + change.query() + ") s ON (" + found(change)
                                + ") WHEN MATCHED AND (" + differences(change) + ") THEN UPDATE SET "
                                + assignments(change, "t."));
    }

    @Override
    public final long differing(Change change) throws SQLException {
        return number("SELECT COUNT(*) FROM " + from(change.target()) + " t JOIN (" + change.query() + ") s ON "
                + found(change) + " WHERE " + differences(change));
    }

    private String assignments(Change change, String alias) {
        return IntStream.range(0, change.changed().size())
                .mapToObj(i -> alias + quote(change.changed().get(i).name()) + " = s.v" + i)
                .collect(Collectors.joining(", "));
    }

    private String found(Change change) {
        return IntStream.range(0, change.key().size())
                .mapToObj(i -> "t." + quote(change.key().get(i).name()) + " = s.k" + i)
                .collect(Collectors.joining(" AND "));
    }

    private String differences(Change change) {
        return IntStream.range(0, change.changed().size())
                .mapToObj(i -> {
                    Column column = change.changed().get(i);
                    String one = "t." + quote(column.name());
                    String other = "s.v" + i;
                    return comparable(change.target(), column)
                            ? one + " IS DISTINCT FROM " + other
                            : "CAST(" + one + " AS TEXT) IS DISTINCT FROM CAST(" + other + " AS TEXT)";
                })
                .collect(Collectors.joining(" OR "));
    }

    /** Returns whether equal values of a column are the same; true unless overridden. Others are compared as texts. */
    protected boolean comparable(Table table, Column column) {
        return true;
    }

    @Override
    public long insert(Table target, List<Column> columns, String query) throws SQLException {
        boolean always = columns.stream().anyMatch(column -> column.generation() == Column.Generation.IDENTITY_ALWAYS);
        return update("INSERT INTO " + quote(target.name()) + " ("
                + String.join(", ", quoted(columns.stream().map(Column::name).toList())) + ") "
                + (always ? "OVERRIDING SYSTEM VALUE " : "") + query);
    }

    @Override
    public final long number(String query) throws SQLException {
        return database.number(query);
    }

    @Override
    public final void each(String query, int columns, RowConsumer consumer) throws SQLException {
        database.each(query, columns, consumer);
    }

    @Override
    public final List<List<@Nullable String>> texts(String query, int columns, int limit) throws SQLException {
        return database.nullableTexts(query, columns, limit);
    }
}
