package dev.restore.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table exactly as the catalog of the database spells it, without quotes.
 *
 * @param schema the schema, or null where the database has none
 * @param name the table's own name
 */
public record TableName(@Nullable String schema, String name) implements Comparable<TableName> {

    public TableName {
        Objects.requireNonNull(name, "name");
    }

    /** Orders by schema (none first), then by name. */
    @Override
    public int compareTo(TableName other) {
        String mine = schema == null ? "" : schema;
        String theirs = other.schema == null ? "" : other.schema;
        int bySchema = mine.compareTo(theirs);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    // Written out, as it is the key of every map of tables: what the compiler makes for a record is put together at its
    // first call, and a JVM that has just begun waits for that.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableName that && name.equals(that.name) && Objects.equals(schema, that.schema);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns {@code schema.name}, for messages; it is not quoted and no SQL. */
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
