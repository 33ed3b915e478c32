/**
 * What databases do differently: the service provider interface, by role.
 *
 * <p>{@link dev.restore.dialect.Dialect} finds the database and opens a {@link dev.restore.dialect.Dialect.Session}, one restore on one
 * connection. What a session must say:
 *
 * <ul>
 *   <li>the restore itself, in the order in which it happens: its catalog, the measure for foreign keys, what stands in the way; begin,
 *       clear, loaders, the check of the foreign keys, close;
 *   <li>{@link dev.restore.dialect.TableReading}: counts and reads rows, and tells values from each other;
 *   <li>{@link dev.restore.dialect.Numbering}: moves sequences and identities past the rows;
 *   <li>{@link dev.restore.dialect.Failures}: says whose fault a failure is.
 * </ul>
 *
 * <p>What it may say, each with a default that does no harm:
 *
 * <ul>
 *   <li>{@link dev.restore.dialect.Limitations}: promises that do not hold;
 *   <li>{@link dev.restore.dialect.Acceleration}: rows encoded ahead, indexes built again after the load, loaders without savepoints;
 *   <li>{@link dev.restore.dialect.TriggerSuspension}: triggers that do not fire during the load;
 *   <li>{@link dev.restore.dialect.Snapshots}: one moment to be read, for backups;
 *   <li>{@link dev.restore.dialect.WriteGuard}: what others write while a safety backup is written;
 *   <li>{@link dev.restore.dialect.Staging}: temporary tables, in which keys are mapped before rows move on;
 *   <li>{@link dev.restore.dialect.Commits}: marks by which a commit is asked after, and commits that last.
 * </ul>
 *
 * <p>What a dialect may say besides, for test suites: {@link dev.restore.dialect.TableStates}, the state of tables that is put back before
 * each test, and {@link dev.restore.dialect.Siblings}, databases for tests that run at the same time.
 *
 * <p>All are actions and values; none but staging lets the core write SQL, and that in the words that all databases understand.
 */
@NullMarked
package dev.restore.dialect;

import org.jspecify.annotations.NullMarked;
