package dev.restore.junit;

import dev.restore.seed.SeededDatabase;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a test has.
 *
 * @param own the connections that it has to take, or null where it knows them already
 * @param release lets another test have it
 */
record HeldDatabase(SeededDatabase database, @Nullable DataSource own, Runnable release) {}
