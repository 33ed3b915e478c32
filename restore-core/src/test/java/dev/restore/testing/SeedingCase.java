package dev.restore.testing;

/** {@link SeedingContract} and {@link ExpectedRowsContract} on a database. */
public abstract class SeedingCase extends DatabaseCase implements SeedingContract, ExpectedRowsContract {}
