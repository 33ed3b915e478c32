/** Reads the rows of tables for backups and comparisons. */
@NullMarked
package dev.restore.dialect.postgres.read;

import org.jspecify.annotations.NullMarked;
