/** What is read of the system catalogs, once a run: tables, columns, types, sequences, triggers. */
@NullMarked
package dev.restore.dialect.postgres.catalog;

import org.jspecify.annotations.NullMarked;
