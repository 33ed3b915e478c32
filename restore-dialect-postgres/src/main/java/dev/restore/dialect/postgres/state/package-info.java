/** The state of tables that is saved in the database and put back before each test. */
@NullMarked
package dev.restore.dialect.postgres.state;

import org.jspecify.annotations.NullMarked;
