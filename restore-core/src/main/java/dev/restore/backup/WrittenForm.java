package dev.restore.backup;

/**
 * A form in which a value of a backup was written, as far as it matters for what the value may stand for. A text has one of the
 * forms of bytes and one of the forms of values; an object has one of the forms of objects; a number has a form only where it looks
 * like a date, and a list only where it holds lists.
 */
public enum WrittenForm {
    /** A text without characters, which stands for no bytes in whatever form. */
    NO_BYTES,
    /** {@code \x} and pairs of hexadecimal digits, which nothing else looks like. */
    BACKSLASH_HEX,
    /** {@code 0x} and pairs of hexadecimal digits, which is not base64. */
    PREFIXED_HEX,
    /** {@code 0x} and pairs of hexadecimal digits, which is base64, too. */
    PREFIXED_HEX_OR_BASE64,
    /** Pairs of hexadecimal digits, which are not base64. */
    HEX,
    /** Pairs of hexadecimal digits, which are base64, too. */
    HEX_OR_BASE64,
    /** Canonical base64 with padding or a character that is neither a letter nor a digit. */
    BASE64,
    /** Letters and digits that are canonical base64 and no hexadecimal text; it may be just a word. */
    WORD_OR_BASE64,
    /** Canonical base64 without the padding that belongs to it, which is not a hexadecimal text. */
    UNPADDED_BASE64,
    /** Printable characters, and <code>&#92;xHH</code> for at least one byte that is none. */
    ESCAPED_BYTES,
    /** {@code base64:type}, a number, a colon and base64, as MySQL writes bytes within JSON. */
    LABELLED_BASE64,
    /** Any other text. */
    NOT_BYTES,

    /** A text that holds a number and nothing else, or an infinity. */
    NUMBER,
    /** {@code true}, {@code false}, {@code t} or {@code f}, in any case. */
    TRUTH,
    /** An ISO 8601 day, with or without a time. */
    DAY,
    /** An ISO 8601 time of day. */
    TIME_OF_DAY,
    /** A text that is not one of these. */
    WORDS,

    /** A whole number whose digits are those of a day, or of a day and time: {@code 20240131}, {@code 20240131093000}. */
    CALENDAR_DIGITS,

    /** <code>{"$oid": ...}</code>. */
    OBJECT_ID,
    /** <code>{"$date": ...}</code>. */
    DATE_OBJECT,
    /** <code>{"$numberInt": ...}</code>, also {@code Long}, {@code Double} and {@code Decimal}. */
    NUMBER_OBJECT,
    /** <code>{"$binary": ...}</code>, of which the subtype says that it is a UUID. */
    UUID_BINARY,
    /** Any other <code>{"$binary": ...}</code>. */
    BINARY_OBJECT,
    /** <code>{"$uuid": ...}</code>. */
    UUID_OBJECT,
    /** A value of extended JSON that no column can hold, such as <code>{"$minKey": 1}</code>. */
    OTHER_EXTENDED,
    /** <code>{"type": "Buffer", "data": [...]}</code>. */
    BUFFER,
    /** <code>{"0": 0, "1": 255}</code>: bytes by their places. */
    INDEXED_BYTES,
    /** Any other object. */
    PLAIN_OBJECT,

    /** A list whose first element is a list. */
    LIST_OF_LISTS
}
