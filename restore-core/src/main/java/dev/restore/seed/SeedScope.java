package dev.restore.seed;

/** How much of a database belongs to the state that is put back. */
public enum SeedScope {
    /** All tables and sequences of the schema, but those that are kept out. */
    SCHEMA,
    /** The tables that the seed names, and the sequences and identities of their columns. */
    SEEDED
}
