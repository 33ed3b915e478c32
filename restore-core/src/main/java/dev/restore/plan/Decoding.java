package dev.restore.plan;

/** What the values of a field stand for where that is not what they look like: it is decided once for the whole field. */
public enum Decoding {
    /** They are what they look like. */
    NONE,
    /** Texts are UUIDs of a Django dump, for a column that holds their 32 hexadecimal digits. */
    DJANGO_UUID,
    /** Texts are days and times of a Django dump, for a column that holds {@code YYYY-MM-DD HH:MM:SS[.ffffff]} in one zone. */
    DJANGO_TIMESTAMP,
    /** Texts are times of day of a Django dump, for a column that holds {@code HH:MM:SS[.ffffff]}. */
    DJANGO_TIME,
    /** Texts are durations of a Django dump, for a column that holds their microseconds. */
    DJANGO_DURATION,
    /** Texts are bytes in base64, whatever else they look like. */
    DJANGO_BYTES,
    /** Texts are JSON strings, whatever they look like. */
    DJANGO_JSON,
    /** All values are JSON, for a column that holds their text as Python writes it. */
    DJANGO_JSON_TEXT,
    /** Texts are JSON arrays or objects, for a column of an array or map type. */
    DJANGO_STRUCTURE,
    /** Texts are ranges in the JSON of a Django dump. */
    DJANGO_RANGE
}
