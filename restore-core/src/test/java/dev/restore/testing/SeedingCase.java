package dev.restore.testing;

/** {@link SeedingContract}, {@link ExpectedRowsContract} and {@link FixtureExportContract} on a database. */
public abstract class SeedingCase extends DatabaseCase
        implements SeedingContract, ExpectedRowsContract, FixtureExportContract {}
