package dev.restore.seed;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.TableReading;
import dev.restore.seed.ColumnSchema.Format;
import dev.restore.seed.ColumnSchema.JsonKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what the tables of a database take, as people write it. */
final class SchemaOfTables {

    private static final String TIME = "^\\d{2}:\\d{2}";
    private static final String TIMESTAMP = "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}";
    private static final String NO_NUMBER = "^(NaN|-?Infinity)$";

    /** Databases give texts without a limit lengths such as this one. */
    private static final int UNLIMITED = 1_000_000;

    private final Catalog catalog;
    private final TableReading reading;
    private final boolean typesAreHints;

    /**
     * Creates it.
     *
     * @param typesAreHints whether columns also keep what is not of their types
     */
    SchemaOfTables(Catalog catalog, TableReading reading, boolean typesAreHints) {
        this.catalog = catalog;
        this.reading = reading;
        this.typesAreHints = typesAreHints;
    }

    List<TableSchema> of(List<Table> tables) throws SQLException {
        List<TableSchema> schemas = new ArrayList<>();
        for (Table table : tables) {
            List<ColumnSchema> columns = new ArrayList<>();
            for (Column column : table.insertableColumns()) {
                columns.add(of(table, column));
            }
            schemas.add(new TableSchema(catalog.spell(table.name()), columns));
        }
        return schemas;
    }

    private ColumnSchema of(Table table, Column column) throws SQLException {
        ColumnType type = column.type();
        List<String> labels = reading.labels(table, column);
        Set<JsonKind> types = labels.isEmpty() ? types(type) : EnumSet.of(JsonKind.STRING);
        if (!types.isEmpty() && column.nullable()) {
            types.add(JsonKind.NULL);
        }
        boolean limited = type.family() == TypeFamily.TEXT && !typesAreHints && type.size() < UNLIMITED;
        return new ColumnSchema(
                column.name(),
                description(table, column),
                column.required(),
                types,
                labels,
                format(type),
                pattern(type),
                limited && types.contains(JsonKind.STRING) ? type.size() : 0);
    }

    /** Returns the kinds of values, none where the database itself must say which. */
    private Set<JsonKind> types(ColumnType type) {
        return switch (type.family()) {
            case BOOLEAN ->
                typesAreHints ? EnumSet.of(JsonKind.BOOLEAN, JsonKind.INTEGER) : EnumSet.of(JsonKind.BOOLEAN);
            case INTEGER -> EnumSet.of(JsonKind.INTEGER);
            case DECIMAL, FLOAT -> EnumSet.of(JsonKind.NUMBER, JsonKind.STRING);
            case TEXT -> type.jsonText() ? EnumSet.noneOf(JsonKind.class) : EnumSet.of(JsonKind.STRING);
            case BINARY, UUID, DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE ->
                EnumSet.of(JsonKind.STRING);
            case ARRAY -> EnumSet.of(JsonKind.ARRAY);
            case JSON, OTHER, ANY -> EnumSet.noneOf(JsonKind.class);
        };
    }

    private @Nullable Format format(ColumnType type) {
        return switch (type.family()) {
            case DATE -> Format.DATE;
            case UUID -> Format.UUID;
            case TIMESTAMP_WITH_ZONE -> Format.DATE_TIME;
            default -> null;
        };
    }

    private @Nullable String pattern(ColumnType type) {
        return switch (type.family()) {
            case DECIMAL, FLOAT -> NO_NUMBER;
            case TIME, TIME_WITH_ZONE -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            default -> null;
        };
    }

    private String description(Table table, Column column) {
        List<String> parts = new ArrayList<>();
        int size = column.type().size();
        boolean sized = column.type().family() == TypeFamily.TEXT && size > 0 && size < UNLIMITED;
        parts.add(column.type().name() + (sized ? "(" + size + ")" : ""));
        if (table.primaryKey()
                .filter(key -> key.columns().contains(column.name()))
                .isPresent()) {
            parts.add("primary key");
        }
        if (column.numbered()) {
            parts.add("numbered by the database");
        } else if (column.hasDefault()) {
            parts.add("has a default");
        }
        for (ForeignKey key : table.foreignKeys()) {
            int place = key.columns().indexOf(column.name());
            if (place >= 0) {
                String referred = place < key.referencedColumns().size()
                        ? "." + key.referencedColumns().get(place)
                        : "";
                String others = key.columns().stream()
                        .filter(other -> !other.equals(column.name()))
                        .collect(Collectors.joining(", "));
                parts.add("refers to " + catalog.spell(key.referencedTable()) + referred
                        + (others.isEmpty() ? "" : " together with " + others));
            }
        }
        return String.join("; ", parts);
    }
}
