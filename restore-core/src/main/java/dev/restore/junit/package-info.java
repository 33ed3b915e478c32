/**
 * JUnit Jupiter, 5.13 or later: {@link dev.restore.junit.Seed} on a class or method of tests brings the database into the state of its files
 * before each test.
 *
 * <pre>{@code
 * @Seed("orders.json")
 * class OrdersTest {
 *
 *     static DataSource dataSource = ...;
 *
 *     @Test
 *     void ...
 * }
 * }</pre>
 *
 * <p>The extension finds the data source ({@code FoundDataSource}), knows what was saved of each database for as long as the JVM of the tests
 * lives ({@code KnownDatabases}), and resets it before anything else of a test. What a seed is and how a reset works is
 * {@code dev.restore.seed}.
 *
 * <p>Tests of one database run one after the other, also where classes run side by side: who has the database keeps the others waiting from
 * its reset to its end. Databases are told apart by their address, user and schema, and those that only one data source can reach by that.
 * With {@link dev.restore.junit.SeedIsolation#WORKER} a test does not wait: it gets a database that nobody has
 * ({@link dev.restore.seed.SeedWorkers}), which is made if there is none.
 *
 * <p>JUnit is an optional dependency: whoever uses this package has it.
 */
@NullMarked
package dev.restore.junit;

import org.jspecify.annotations.NullMarked;
