package dev.restore.testing;

/** What is said of the files of seeds, on a database. */
public abstract class FixturesCase extends DatabaseCase
        implements ExpectedRowsContract, FixtureExportContract, FixtureSchemaContract, PlaceholdersContract {}
