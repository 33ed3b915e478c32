package dev.restore.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column.
 *
 * @param name the database's own name of the type, for messages and casts
 * @param family what it is
 * @param size the length or precision, 0 where there is none or it is unknown
 * @param scale the digits after the decimal point, 0 where there are none or it is unknown
 * @param element what an array is made of; null for anything else, and where it is unknown
 * @param jsonText whether the column holds nothing but the text of JSON values, by a constraint, although its type is one of texts
 */
public record ColumnType(
        String name,
        TypeFamily family,
        int size,
        int scale,
        @Nullable ColumnType element,
        boolean jsonText) {

    public ColumnType {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(family, "family");
    }

    /** Creates the type of a column of which no constraint says that it holds JSON. */
    public ColumnType(String name, TypeFamily family, int size, int scale) {
        this(name, family, size, scale, null, false);
    }

    /** Returns the type of arrays of this one. */
    public ColumnType array() {
        return new ColumnType("ARRAY", TypeFamily.ARRAY, 0, 0, this, false);
    }

    /** Returns the same for a column that holds nothing but the text of JSON values. */
    public ColumnType ofJsonText() {
        return new ColumnType(name, family, size, scale, element, true);
    }

    /** Returns the database's own name of the type. */
    @Override
    public String toString() {
        return name;
    }
}
