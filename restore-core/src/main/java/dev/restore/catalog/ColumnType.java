package dev.restore.catalog;

import java.util.Objects;

/**
 * The type of a column.
 *
 * @param name the database's own name of the type, for messages and casts
 * @param family what it is
 * @param size the length or precision, 0 where there is none or it is unknown
 * @param scale the digits behind the point, 0 where there are none or it is unknown
 */
public record ColumnType(String name, TypeFamily family, int size, int scale) {

    public ColumnType {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(family, "family");
    }

    /** Returns the database's own name of the type. */
    @Override
    public String toString() {
        return name;
    }
}
