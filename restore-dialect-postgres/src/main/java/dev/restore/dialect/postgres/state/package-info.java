/** For test suites: the state of tables that is saved in the database and put back before each test, and schemas for tests side by side. */
@NullMarked
package dev.restore.dialect.postgres.state;

import org.jspecify.annotations.NullMarked;
