package dev.restore.plan;

/** What the values of a field stand for where that is not what they look like: it is decided once for the whole field. */
public enum Decoding {
    /** They are what they look like. */
    NONE,
    /** Texts of hexadecimal digits, with or without a prefix, are bytes. */
    HEX,
    /** Texts of base64, with or without padding, are bytes. */
    BASE64,
    /** The same as {@link #HEX}, but texts that stand for bytes in no way stay texts. */
    HEX_AMONG_TEXTS,
    /** The same as {@link #BASE64}, but texts that stand for bytes in no way stay texts. */
    BASE64_AMONG_TEXTS,
    /** Texts in which <code>&#92;xHH</code> stands for each byte that is not printable are bytes. */
    ESCAPED_BYTES,
    /** Texts of base64 after a label such as {@code base64:type252:} are bytes. */
    LABELLED_BASE64,
    /** No text was seen that could be bytes: only those that can be read in one way are. */
    CERTAIN_BYTES,
    /** Texts are texts although the column is declared for bytes. */
    TEXTS,
    /** Objects that list bytes are bytes. */
    BYTE_OBJECTS,
    /** Objects of extended JSON are the values that they name. */
    EXTENDED_JSON,
    /** Whole numbers count days since 1970. */
    EPOCH_DAYS,
    /** Numbers count seconds since 1970. */
    EPOCH_SECONDS,
    /** Numbers count milliseconds since 1970. */
    EPOCH_MILLISECONDS,
    /** Numbers count microseconds since 1970. */
    EPOCH_MICROSECONDS,
    /** Numbers count nanoseconds since 1970. */
    EPOCH_NANOSECONDS,
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
    /** As {@link #DJANGO_JSON}, but a text that is a stream of Wagtail is that stream. */
    WAGTAIL_JSON,
    /** As {@link #DJANGO_JSON_TEXT}, but a text that is a stream of Wagtail is that stream. */
    WAGTAIL_JSON_TEXT,
    /** Texts are JSON arrays or objects, for a column of an array or map type. */
    DJANGO_STRUCTURE,
    /** Texts are ranges in the JSON of a Django dump. */
    DJANGO_RANGE
}
