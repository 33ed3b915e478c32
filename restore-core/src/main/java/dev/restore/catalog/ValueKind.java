package dev.restore.catalog;

/** The kind of a JSON value, as far as a column needs to know it. */
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
    OBJECT
}
