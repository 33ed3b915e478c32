package dev.restore.dialect;

/** How a single row is tried again that the bulk road refused, in this order. */
public enum Fallback {
    /** One INSERT of its own. */
    INSERT,
    /**
     * One INSERT of its own with values as the text that the backup holds, for the database to cast, wherever that means the
     * same. What the client refuses because the column would not keep it exactly never comes so far.
     */
    TEXT
}
