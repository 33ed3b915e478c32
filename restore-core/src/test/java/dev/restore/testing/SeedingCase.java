package dev.restore.testing;

/** {@link SeedingContract} on a database. */
public abstract class SeedingCase extends DatabaseCase implements SeedingContract {}
