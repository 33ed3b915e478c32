package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.nio.charset.StandardCharsets;

/** What the value conversions share: the raw characters of a cell, and how a refusal is worded. Stateless. */
public final class Cells {

    private Cells() {}

    /** Returns whether a cell is null. */
    public static boolean isNull(Rows rows, int row, int column) {
        return rows.kind(row, column) == ValueKind.NULL;
    }

    /** Returns the characters of a cell: a text, digits, a word or compact JSON; empty for null. */
    public static String characters(Rows rows, int row, int column) {
        int start = rows.start(row, column);
        return new String(rows.bytes(), start, rows.end(row, column) - start, StandardCharsets.UTF_8);
    }

    /**
     * Makes the exception for a cell that cannot be stored exactly.
     *
     * @param clause what is wrong, continuing a sentence that begins with the kind of the value
     * @param sqlState what a database would have said, class 22 of the standard
     */
    public static ValueException refuse(Rows rows, int row, int column, String clause, String sqlState) {
        return new ValueException(row, column, words(rows.kind(row, column)) + " " + clause, sqlState);
    }

    /** Returns a kind of value in words, with its article. */
    public static String words(ValueKind kind) {
        return switch (kind) {
            case NULL -> "a null";
            case TEXT -> "a text";
            case INTEGER -> "a whole number";
            case DECIMAL -> "a decimal number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case JSON -> "a JSON value";
            case BYTES -> "a binary value";
            case RAW_TEXT -> "a text";
            case REAL -> "a floating point number";
        };
    }
}
