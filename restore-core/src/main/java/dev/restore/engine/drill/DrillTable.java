package dev.restore.engine.drill;

import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Survey.SurveyedTable;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as a drill makes it. Immutable.
 *
 * @param name its name in the backup
 * @param filtered whether the backup holds some of its rows only
 * @param columns its columns
 * @param primaryKey the columns of its primary key, empty where it has none
 * @param uniqueKeys the columns of its other keys
 * @param foreignKeys how it refers to others
 */
record DrillTable(
        String name,
        boolean filtered,
        Map<String, DrillColumn> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        List<Reference> foreignKeys) {

    private static final String PK = "pk";

    /**
     * A column.
     *
     * @param family what it holds
     * @param nullable whether it takes NULL
     */
    record DrillColumn(TypeFamily family, boolean nullable) {

        /** Returns whether it holds days or times, of which every database knows others. */
        boolean temporal() {
            return switch (family) {
                case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> true;
                default -> false;
            };
        }
    }

    /** Returns the table that a manifest describes. */
    static DrillTable of(ManifestTable table) {
        Map<String, DrillColumn> columns = new LinkedHashMap<>();
        table.columns()
                .forEach(column -> columns.put(column.name(), new DrillColumn(column.family(), column.nullable())));
        boolean nulls = table.columns().stream()
                .anyMatch(column -> column.nullable() && table.primaryKey().contains(column.name()));
        List<List<String>> unique = new ArrayList<>(table.uniqueKeys());
        if (nulls) {
            // SQLite takes nulls in a primary key, and others in a unique key only.
            unique.add(table.primaryKey());
        }
        return new DrillTable(
                table.name(),
                table.filtered(),
                columns,
                nulls ? List.of() : table.primaryKey(),
                unique,
                table.foreignKeys());
    }

    /**
     * Returns a table for rows of which only their values are known.
     *
     * @param django whether they are of a dump of Django, which says what the primary key is
     */
    static DrillTable of(SurveyedTable table, boolean django) {
        Map<String, DrillColumn> columns = new LinkedHashMap<>();
        table.fields().forEach(field -> columns.put(field.name(), new DrillColumn(family(field.kinds()), true)));
        return new DrillTable(
                table.name(),
                false,
                columns,
                django && columns.containsKey(PK) ? List.of(PK) : List.of(),
                List.of(),
                List.of());
    }

    private static TypeFamily family(Set<ValueKind> seen) {
        Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        kinds.addAll(seen);
        kinds.remove(ValueKind.NULL);
        if (kinds.equals(EnumSet.of(ValueKind.BOOLEAN))) {
            return TypeFamily.BOOLEAN;
        }
        boolean numbers = EnumSet.of(ValueKind.INTEGER, ValueKind.DECIMAL).containsAll(kinds);
        return numbers && !kinds.isEmpty() ? TypeFamily.DECIMAL : TypeFamily.TEXT;
    }

    /** Returns the same with a column that holds texts. */
    DrillTable withText(String column) {
        Map<String, DrillColumn> changed = new LinkedHashMap<>(columns);
        changed.computeIfPresent(column, (name, known) -> new DrillColumn(TypeFamily.TEXT, known.nullable()));
        return new DrillTable(name, filtered, changed, primaryKey, uniqueKeys, foreignKeys);
    }

    /** Returns whether these columns, in any order, are a key of it that is kept. */
    boolean hasKey(List<String> names) {
        Set<String> wanted = Set.copyOf(names);
        return Set.copyOf(primaryKey).equals(wanted)
                || uniqueKeys.stream().anyMatch(key -> Set.copyOf(key).equals(wanted));
    }
}
