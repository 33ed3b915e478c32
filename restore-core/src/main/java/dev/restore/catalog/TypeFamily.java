package dev.restore.catalog;

/** What a column's type is, as far as a JSON value needs to know it to be put there exactly. */
public enum TypeFamily {
    /** True or false. */
    BOOLEAN,
    /** Whole numbers of up to 64 bits. */
    INTEGER,
    /** Exact decimal numbers. */
    DECIMAL,
    /** Binary floating point numbers. */
    FLOAT,
    /** Characters. */
    TEXT,
    /** Bytes. */
    BINARY,
    /** A day. */
    DATE,
    /** A time of day without zone. */
    TIME,
    /** A time of day with an offset. */
    TIME_WITH_ZONE,
    /** A day and time without zone. */
    TIMESTAMP,
    /** A moment: a day and time with a zone. */
    TIMESTAMP_WITH_ZONE,
    /** A UUID type of the database. */
    UUID,
    /** A JSON type of the database. */
    JSON,
    /** An array type of the database. */
    ARRAY,
    /** Anything else: the database gets the text form and decides. */
    OTHER,
    /** No type at all: every value is kept as what it is (SQLite). */
    ANY
}
