package dev.restore.plan;

/** What the values of a field stand for where that is not what they look like: it is decided once for the whole field. */
public enum Decoding {
    /** They are what they look like. */
    NONE
}
