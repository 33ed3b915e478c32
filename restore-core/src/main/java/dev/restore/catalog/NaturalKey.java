package dev.restore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells the rows of a table apart whatever numbers a database has given them: columns of its own, and rows that they refer to,
 * which are told apart by natural keys of their own. Immutable.
 *
 * @param table the table
 * @param parts its parts in order, at least one
 */
public record NaturalKey(Table table, List<Part> parts) {

    public NaturalKey {
        Objects.requireNonNull(table, "table");
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a natural key of " + table.name() + " needs columns");
        }
    }

    /**
     * A column, or a reference to a row of another table.
     *
     * @param columns the columns of the key's own table, one unless they are a reference's
     * @param through the reference that they are, null where they are values
     * @param other what tells the rows apart that it leads to; null where that is not known, so that only their primary key does
     */
    public record Part(
            List<String> columns,
            @Nullable ForeignKey through,
            @Nullable NaturalKey other) {

        public Part {
            columns = List.copyOf(columns);
        }

        /** Returns a part that is a value. */
        public static Part of(String column) {
            return new Part(List.of(column), null, null);
        }

        /** Returns a part that is a reference. */
        public static Part of(ForeignKey through, @Nullable NaturalKey other) {
            return new Part(through.columns(), through, other);
        }
    }

    /**
     * A value that the key is written with.
     *
     * @param table the table whose column it is
     * @param column the column
     */
    public record Value(Table table, Column column) {}

    /** Returns the columns of the key's own table, in their order. */
    public List<String> columns() {
        return parts.stream().flatMap(part -> part.columns().stream()).toList();
    }

    /**
     * Returns the values that the key is written with, those of the rows that it refers to in their places; empty where it cannot be
     * written because rows of it can be told apart by their primary keys only.
     */
    public Optional<List<Value>> values() {
        List<Value> values = new ArrayList<>();
        for (Part part : parts) {
            NaturalKey other = part.other();
            if (part.through() == null) {
                values.add(new Value(table, table.column(part.columns().get(0)).orElseThrow()));
            } else if (other == null) {
                return Optional.empty();
            } else {
                Optional<List<Value>> nested = other.values();
                if (nested.isEmpty()) {
                    return Optional.empty();
                }
                values.addAll(nested.get());
            }
        }
        return Optional.of(values);
    }

    /** Returns the paths by which an option names it, for instance {@code codename} and {@code content_type_id.app_label}. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (Part part : parts) {
            NaturalKey other = part.other();
            if (other == null) {
                paths.addAll(part.columns());
            } else {
                other.paths().forEach(path -> paths.add(part.columns().get(0) + "." + path));
            }
        }
        return paths;
    }

    /** Returns its paths between commas, for people and as an option takes them. */
    public String describe() {
        return String.join(",", paths());
    }
}
