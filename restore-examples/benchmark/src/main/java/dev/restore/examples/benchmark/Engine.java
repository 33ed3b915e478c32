package dev.restore.examples.benchmark;

/** A database that is loaded. */
enum Engine {
    POSTGRESQL,
    SQLITE,
    H2,
    /** None: the file is only read. */
    NONE
}
