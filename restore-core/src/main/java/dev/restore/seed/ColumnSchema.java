package dev.restore.seed;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column must be. Immutable.
 *
 * @param name the column
 * @param description what it is, for people
 * @param required whether every row must have it
 * @param types the kinds of values, {@link JsonKind#NULL} where it takes null; none for any
 * @param values the only texts; none for any
 * @param format the format of texts, null for any
 * @param pattern what a text must match somewhere, null for nothing
 * @param maxLength how many characters a text has at most, 0 for any number
 */
record ColumnSchema(
        String name,
        String description,
        boolean required,
        Set<JsonKind> types,
        List<String> values,
        @Nullable Format format,
        @Nullable String pattern,
        int maxLength) {

    ColumnSchema {
        types = types.isEmpty() ? Set.of() : EnumSet.copyOf(types);
        values = List.copyOf(values);
    }

    /** A kind of values, by the words of JSON Schema. */
    enum JsonKind {
        STRING("string"),
        INTEGER("integer"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        ARRAY("array"),
        OBJECT("object"),
        NULL("null");

        private final String word;

        JsonKind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A format of texts, by the words of JSON Schema. */
    enum Format {
        DATE("date"),
        DATE_TIME("date-time"),
        UUID("uuid");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Returns the same of another name. */
    ColumnSchema named(String other) {
        return new ColumnSchema(other, description, required, types, values, format, pattern, maxLength);
    }

    /** Returns whether any value does. */
    boolean any() {
        return types.isEmpty() && values.isEmpty() && format == null && pattern == null && maxLength == 0;
    }

    /** Returns whether a null does. */
    boolean nullable() {
        return types.isEmpty() || types.contains(JsonKind.NULL);
    }
}
