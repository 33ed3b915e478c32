/** Rows on their way from the backup to the database, and the counters of their tables. Not exported. */
@NullMarked
package dev.restore.engine.batch;

import org.jspecify.annotations.NullMarked;
