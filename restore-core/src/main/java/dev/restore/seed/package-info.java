/**
 * The same rows before every test, at the price of what the last test has changed.
 *
 * <p>A {@link dev.restore.seed.Fixture} says which rows: files and directories in order, and how much of the schema belongs to its state. A
 * {@link dev.restore.seed.SeededDatabase} loads it once, by {@link dev.restore.Restore}, saves the state that the tables have then, and
 * puts that state back at each {@link dev.restore.seed.SeededDatabase#reset reset}: rows, and where sequences and identities stand.
 *
 * <p>How it goes:
 *
 * <ol>
 *   <li>{@code SeedLoad} restores the files of a fixture, the first time;
 *   <li>{@code StateChoice} says which tables and sequences its state holds, by its scope and what it keeps out;
 *   <li>a {@code Snapshot} is saved of them: by the dialect ({@link dev.restore.dialect.TableStates}) in the database, where that is
 *       sound, and otherwise as a backup that is restored whole;
 *   <li>each further reset puts the snapshot back, and compares contents afterwards if the seed says so.
 * </ol>
 *
 * <p>With the scope of a whole schema the state that was there before the first fixture is a snapshot, too: another one begins from it, so
 * that it does not see what the tests of the first one have written. All snapshots of one database are in one {@code Snapshots}, which
 * lets one thread at a time through.
 *
 * <p>Placeholders in files are filled where rows are read, by {@link dev.restore.backup.Placeholders} that a fixture makes for each load
 * ({@code FilledFiles}); rows with moments in them are loaded again when these are over.
 *
 * <p>What a test has left is held against files by {@link dev.restore.seed.DatabaseAssert}; {@code dev.restore.engine.verify} compares, by
 * the rules of a verification, and {@code DifferenceText} says what differs. {@link dev.restore.seed.SeedFiles} finds the files of both.
 *
 * <p>{@link dev.restore.seed.FixtureExport} writes files of a database, by {@link dev.restore.Backup}; which rows belong together says
 * {@code dev.restore.engine.export.ChosenRows}.
 *
 * <p>{@link dev.restore.seed.FixtureSchema} says what rows must be: {@code SchemaOfTables} makes it from a database,
 * {@code FixtureSchemaJson} writes and reads it, {@code FixtureCheck} holds files against it.
 *
 * <p>Tests that run at the same time take a database each of {@link dev.restore.seed.SeedWorkers}, which the dialect makes
 * ({@link dev.restore.dialect.Siblings}) and which is a {@code SeededDatabase} as any other.
 *
 * <p>Nothing here knows of a test framework; {@code dev.restore.junit} binds it to JUnit.
 */
@NullMarked
package dev.restore.seed;

import org.jspecify.annotations.NullMarked;
