package dev.restore.catalog;

/**
 * The kind of a value, as far as a column needs to know it. The plain kinds are those of JSON, and a column makes of such a
 * value what it is declared for. The others say themselves what is to be stored: they come from backups of our own, where
 * the plain spelling would come back as another value, and from decoders of what other writers mean.
 */
public enum ValueKind {
    /** {@code null}, which is not the same as an absent field. */
    NULL,
    /** A string, kept as the UTF-8 bytes of its characters. */
    TEXT,
    /** A number without fraction and exponent, kept as its digits. */
    INTEGER,
    /** A number with a fraction or an exponent, kept as its digits. */
    DECIMAL,
    /** {@code true} or {@code false}, kept as that word. */
    BOOLEAN,
    /** An array, kept as compact JSON text. */
    ARRAY,
    /** An object, kept as compact JSON text. */
    OBJECT,
    /**
     * A JSON value of any sort, kept as its JSON text. A JSON column gets exactly this text: a string keeps its quotes and is
     * not parsed again, {@code null} is the null of JSON and not a missing value. A column of text gets the JSON text.
     */
    JSON,
    /**
     * Bytes, kept as they are. A column for bytes gets them without any decoding; so does every column of SQLite, which keeps
     * bytes wherever it is given them. Other columns refuse them.
     */
    BYTES,
    /**
     * A text, kept as its bytes, which may be no valid UTF-8. SQLite stores it as a text whatever the column is declared
     * for, and byte for byte; elsewhere only columns of text and the like take it, when it is valid UTF-8.
     */
    RAW_TEXT,
    /**
     * A floating point number that has no digits: {@code Infinity}, {@code -Infinity} or {@code NaN}, kept as that word. SQLite
     * stores it as a number whatever the column is declared for; elsewhere columns for numbers take it as they take the word.
     */
    REAL;

    /** Returns whether the value says itself what is to be stored, whatever the column is declared for. */
    public boolean typed() {
        return switch (this) {
            case NULL, TEXT, INTEGER, DECIMAL, BOOLEAN, ARRAY, OBJECT -> false;
            case JSON, BYTES, RAW_TEXT, REAL -> true;
        };
    }
}
