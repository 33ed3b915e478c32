package dev.restore.engine.match;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Map;

/** Finds the column of a table for a field of the backup. Used when planning, and again for fields that a sample did not show. */
public final class ColumnMatcher {

    private final String source;
    private final Table table;
    private final Map<String, String> mappings;
    private final boolean django;

    public ColumnMatcher(String source, Table table, Map<String, String> mappings, boolean django) {
        this.source = source;
        this.table = table;
        this.mappings = mappings;
        this.django = django;
    }

    /** Returns what fits: nothing, the one that is meant, or several when it is ambiguous. */
    public List<Column> match(String field) {
        String mapped = mappings.get(source + "." + field);
        if (mapped != null) {
            return NameMatch.find(mapped, table.columns(), Column::name);
        }
        if (django && field.equals(DjangoTables.KEY)) {
            return primaryKeyColumn();
        }
        List<Column> found = NameMatch.find(field, table.columns(), Column::name);
        return found.isEmpty() ? byRelation(field) : found;
    }

    /**
     * Returns whether a field goes into the column of a reference because it has the reference's name, as object mappers write it:
     * {@code author} for {@code author_id}. A field of the column's own name comes before it.
     */
    public boolean byRelation(String field, Column column) {
        return !mappings.containsKey(source + "." + field)
                && NameMatch.find(field, table.columns(), Column::name).isEmpty()
                && byRelation(field).contains(column);
    }

    private List<Column> byRelation(String field) {
        List<Column> named = NameMatch.find(field + "_id", table.columns(), Column::name);
        return django ? named : named.stream().filter(this::isReference).toList();
    }

    /**
     * Returns whether two fields of one column may both be there, with equal values: a record's key, and the field that is its
     * column, such as the reference to the parent's row where a model inherits from another.
     */
    public boolean sameKey(String one, String other) {
        return django && (one.equals(DjangoTables.KEY) || other.equals(DjangoTables.KEY));
    }

    private List<Column> primaryKeyColumn() {
        List<String> names = table.primaryKey().map(Key::columns).orElse(List.of());
        return names.size() != 1
                ? List.of()
                : table.column(names.get(0)).stream().toList();
    }

    /** Returns whether a field is a reference: its column has a foreign key of its own, or Django's name for one. */
    public boolean refers(String field, Column column) {
        if (django && column.name().equalsIgnoreCase(field + "_id")) {
            return true;
        }
        return isReference(column);
    }

    private boolean isReference(Column column) {
        return table.foreignKeys().stream()
                .anyMatch(key -> key.columns().size() == 1 && key.columns().contains(column.name()));
    }
}
