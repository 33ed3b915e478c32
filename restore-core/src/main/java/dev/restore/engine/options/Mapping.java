package dev.restore.engine.options;

import dev.restore.plan.UnknownColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which table and column the fields of a backup go into. Immutable.
 *
 * @param schema the schema to restore into; null, the default, for the connection's own
 * @param tables target tables by backup table, where the names differ
 * @param columns target columns by {@code backupTable.field}, where the names differ
 * @param defaultValues values by {@code table.column} of the target, for rows that do not carry the column: a {@code String},
 *     {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger} or {@code BigDecimal}
 * @param children the fields that hold rows of other tables
 * @param unknownColumns what happens to fields without a column; by default {@link UnknownColumns#FAIL}
 */
public record Mapping(
        @Nullable String schema,
        Map<String, String> tables,
        Map<String, String> columns,
        Map<String, Optional<Object>> defaultValues,
        List<ChildField> children,
        UnknownColumns unknownColumns) {

    private static final Mapping DEFAULTS =
            new Mapping(null, Map.of(), Map.of(), Map.of(), List.of(), UnknownColumns.FAIL);

    public Mapping {
        tables = InOrder.copy(tables);
        columns = InOrder.copy(columns);
        defaultValues = InOrder.copy(defaultValues);
        children = List.copyOf(children);
        Objects.requireNonNull(unknownColumns, "unknownColumns");
    }

    /** Returns one by which everything goes where it is called the same. */
    public static Mapping defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #schema}. */
    public Mapping schema(@Nullable String value) {
        return new Mapping(value, tables, columns, defaultValues, children, unknownColumns);
    }

    /** Adds to {@link #tables}. */
    public Mapping table(String backupTable, String table) {
        return new Mapping(
                schema, InOrder.with(tables, backupTable, table), columns, defaultValues, children, unknownColumns);
    }

    /** Adds to {@link #columns}. */
    public Mapping column(String backupTable, String field, String column) {
        return new Mapping(
                schema,
                tables,
                InOrder.with(columns, backupTable + "." + field, column),
                defaultValues,
                children,
                unknownColumns);
    }

    /** Adds to {@link #defaultValues}. */
    public Mapping defaultValue(String table, String column, @Nullable Object value) {
        return new Mapping(
                schema,
                tables,
                columns,
                InOrder.with(defaultValues, table + "." + column, Optional.ofNullable(value)),
                children,
                unknownColumns);
    }

    /** Adds to {@link #children}. */
    public Mapping child(ChildField child) {
        List<ChildField> more = new ArrayList<>(children);
        more.add(child);
        return new Mapping(schema, tables, columns, defaultValues, more, unknownColumns);
    }

    /** Sets {@link #unknownColumns}. */
    public Mapping unknownColumns(UnknownColumns value) {
        return new Mapping(schema, tables, columns, defaultValues, children, value);
    }
}
