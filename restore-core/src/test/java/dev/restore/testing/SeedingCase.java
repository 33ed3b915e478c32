package dev.restore.testing;

/** All that is said of seeds, on a database. */
public abstract class SeedingCase extends DatabaseCase
        implements SeedingContract, ExpectedRowsContract, FixtureExportContract, PlaceholdersContract {}
