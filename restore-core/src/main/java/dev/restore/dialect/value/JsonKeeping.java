package dev.restore.dialect.value;

/** How a database keeps JSON. */
public enum JsonKeeping {
    /** As a value, of an object one field for each name. */
    VALUE,
    /** As a value whose objects may have several fields of one name. */
    FIELDS,
    /** As the text that it was given. */
    TEXT
}
