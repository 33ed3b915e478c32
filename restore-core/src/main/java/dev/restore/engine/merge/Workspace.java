package dev.restore.engine.merge;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Staging;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.match.TableMatcher;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.engine.stage.Stages;
import dev.restore.plan.MergePlan.TypedReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The temporary tables of one reading: the stages, the maps of keys and what references were resolved to. */
final class Workspace {

    /** The number of a row in every temporary table but the stages. */
    static final String ROW = "restore_row";

    /** What becomes of a row in a map. */
    static final String HOW = "restore_how";

    /** A row of the target is this one. */
    static final int MATCHED = 1;

    /** The row is new. */
    static final int NEW = 2;

    private final Staging staging;
    private final Stages stages;
    private final Catalog catalog;
    private final Set<TableName> cleared;
    private final String prefix;
    private final Map<TableName, Table> maps = new HashMap<>();
    private final Map<TableName, KeySource> keys = new HashMap<>();
    private final Map<StagedReference, Table> resolved = new HashMap<>();
    private final Map<TableName, Table> given = new HashMap<>();
    private final Map<TableName, Table> partial = new HashMap<>();
    private final Map<TypedReference, Table> typed = new HashMap<>();
    private final Map<TableName, Table> replaced = new HashMap<>();
    private int tables;

    /**
     * Where the natural keys of the rows of a stage are found.
     *
     * @param table the temporary table
     * @param row its column with the number of the row
     * @param columns its columns with the key's own columns, in their order
     */
    record KeySource(Table table, String row, List<String> columns) {}

    /**
     * Creates one.
     *
     * @param cleared the tables that hold no rows but those that come from the backup
     */
    Workspace(Staging staging, Stages stages, Catalog catalog, Set<TableName> cleared) {
        this.catalog = catalog;
        this.staging = staging;
        this.stages = stages;
        this.cleared = cleared;
        this.prefix = "restore_" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "_";
    }

    Staging staging() {
        return staging;
    }

    Stages stages() {
        return stages;
    }

    /** Returns a table of the target, null where there is none of that name. */
    @Nullable
    Table table(TableName name) {
        return catalog.table(name).orElse(null);
    }

    /** Returns whether a table may hold rows that are not the backup's. */
    boolean holdsRows(Table table) {
        return !cleared.contains(table.name());
    }

    Table create(List<Draft> drafts, List<List<String>> lookups) throws SQLException {
        return staging.create(prefix + ++tables, drafts, lookups);
    }

    String quote(String identifier) {
        return staging.quote(identifier);
    }

    String quote(Table table) {
        return staging.quote(table.name());
    }

    /** Returns a text as a literal. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** Returns a column of an alias. */
    String column(String alias, String name) {
        return alias + "." + quote(name);
    }

    /** Returns a part of the key that a row of a map has in the backup. */
    String old(String alias, int place) {
        return column(alias, "o" + place);
    }

    /** Returns a part of the key that a row of a map has in the end. */
    String key(String alias, int place) {
        return column(alias, "p" + place);
    }

    /** Returns what the parts of the keys are called that rows have in the end, in the map of a table. */
    static List<String> keys(StagedTable table) {
        return IntStream.range(0, table.primaryKey().size())
                .mapToObj(place -> "p" + place)
                .toList();
    }

    /** Returns the condition under which a row of the target has the key that a row of a map has in the end. */
    String hasKey(String target, StagedTable table, String mapped) {
        return equal(target, table.primaryKey().stream().map(Column::name).toList(), columns(mapped, keys(table)));
    }

    /** Returns a part of the key that a natural key was resolved to. */
    String found(String alias, int place) {
        return column(alias, "v" + place);
    }

    /** Creates the stage of a table. */
    void createStage(StagedTable table) throws SQLException {
        table.stage(create(table.drafts(), new Lookups(stages, table).ofStage()));
    }

    /** Creates the map of a table: for each row its key in the backup and the one that it has in the end. */
    Table createMap(StagedTable table) throws SQLException {
        List<Draft> drafts = new ArrayList<>(List.of(Draft.row(ROW), Draft.number(HOW)));
        List<Column> primary = table.primaryKey();
        for (int i = 0; i < primary.size(); i++) {
            drafts.add(Draft.like("o" + i, table.target(), primary.get(i)));
            drafts.add(Draft.like("p" + i, table.target(), primary.get(i)));
        }
        Table map = create(drafts, new Lookups(stages, table).ofMap());
        maps.put(table.target().name(), map);
        return map;
    }

    Optional<Table> map(TableName name) {
        return Optional.ofNullable(maps.get(name));
    }

    void keys(StagedTable table, KeySource source) {
        keys.put(table.target().name(), source);
    }

    Optional<KeySource> keys(TableName name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** Creates what a reference of a table is resolved to. */
    Table createResolved(StagedReference reference, Table referenced) throws SQLException {
        Table table = createFound(referenced, reference.reference().through().referencedColumns());
        resolved.put(reference, table);
        return table;
    }

    /** Creates a table for the values that columns have in rows that were found. */
    Table createFound(Table referenced, List<String> columns) throws SQLException {
        List<Draft> drafts = new ArrayList<>(List.of(Draft.number(ROW)));
        for (String column : columns) {
            drafts.add(Draft.like(
                    "v" + (drafts.size() - 1),
                    referenced,
                    referenced.column(column).orElseThrow()));
        }
        return create(drafts, List.of(List.of(ROW)));
    }

    @Nullable
    Table resolved(StagedReference reference) {
        return resolved.get(reference);
    }

    /** Learns the keys that rows of a table have for all that an earlier merge says. */
    void given(TableName table, Table keys) {
        given.put(table, keys);
    }

    /** Returns the keys that rows of a table have for all that an earlier merge says, null where it says nothing. */
    @Nullable
    Table given(TableName table) {
        return given.get(table);
    }

    /** Learns the rows of the target that are found by keys with a null in a part. */
    void partial(TableName table, Table found) {
        partial.put(table, found);
    }

    /** Returns the rows of the target that are found by keys with a null in a part, null where there are none. */
    @Nullable
    Table partial(TableName table) {
        return partial.get(table);
    }

    /** Learns what the references of a column lead to. */
    void typed(TypedReference reference, Table table) {
        typed.put(reference, table);
    }

    /** Returns what the references of a column lead to, null as long as that is not known. */
    @Nullable
    Table typed(TypedReference reference) {
        return typed.get(reference);
    }

    /** Returns the table that a type is named after, empty where there is none or there are several. */
    Optional<Table> named(String type) {
        List<Table> tables = TableMatcher.find(catalog, type);
        return tables.size() == 1 ? Optional.of(tables.get(0)) : Optional.empty();
    }

    /** Learns the rows of a table that later ones of the backup replace. */
    void replaced(StagedTable table, Table rows) {
        replaced.put(table.target().name(), rows);
    }

    /** Returns the rows of a table that later ones of the backup replace, null where there are none. */
    @Nullable
    Table replaced(StagedTable table) {
        return replaced.get(table.target().name());
    }

    /** Returns the condition under which columns of an alias have these values. */
    String equal(String alias, List<String> columns, List<String> values) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            conditions.add(column(alias, columns.get(i)) + " = " + values.get(i));
        }
        return String.join(" AND ", conditions);
    }

    /** Returns the condition under which a row of the table that a key refers to is the one that a staged row says. */
    String referred(String alias, ForeignKey key) {
        return equal(alias, key.referencedColumns(), columns("s", key.columns()));
    }

    /** Returns columns of an alias. */
    List<String> columns(String alias, List<String> names) {
        return names.stream().map(name -> column(alias, name)).toList();
    }

    /** Returns the condition under which all of some columns of a staged row have values. */
    String notNull(List<String> names) {
        return columns("s", names).stream()
                .map(column -> column + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** Returns the condition under which a number is not one of the rows of a temporary table. */
    String notIn(Table table, String row) {
        return "NOT EXISTS (SELECT 1 FROM " + quote(table) + " d WHERE " + column("d", ROW) + " = " + row + ")";
    }

    /** Returns the place of a column in the primary key of a table, -1 where it is not one of it. */
    static int place(Table table, String column) {
        return table.primaryKey().map(Key::columns).orElse(List.of()).indexOf(column);
    }
}
