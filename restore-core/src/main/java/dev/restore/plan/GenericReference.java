package dev.restore.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How each row says to which table one of its columns refers: by the name of a type. Django's generic relations are
 * {@code GenericReference.by("content_type.app_label", "content_type.model")}, the polymorphic associations of Rails
 * {@code GenericReference.by("commentable_type").where("Post", "posts")}. Immutable.
 *
 * @param type the columns whose values, with {@code _} between them, are the name of the type: columns of the row, or
 *     {@code relation.column} for a column of the row that a foreign key leads to; at least one
 * @param tables the tables of the target by names of types; any other name is that of a table
 */
public record GenericReference(List<String> type, Map<String, String> tables) {

    public GenericReference {
        type = List.copyOf(type);
        if (type.isEmpty() || type.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a generic reference needs the columns that name the type");
        }
        tables = Map.copyOf(tables);
    }

    /**
     * Creates one for types that are named as tables are.
     *
     * @throws IllegalArgumentException if no column is given
     */
    public static GenericReference by(String... type) {
        return new GenericReference(List.of(type), Map.of());
    }

    /**
     * Adds the table of a type that is not named as its table is.
     *
     * @param name the name of the type
     * @param table the table's name in the target
     */
    public GenericReference where(String name, String table) {
        Map<String, String> more = new LinkedHashMap<>(tables);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(table, "table"));
        return new GenericReference(type, more);
    }
}
