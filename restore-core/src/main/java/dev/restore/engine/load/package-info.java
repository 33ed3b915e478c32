/** Puts the rows into the tables: passes over the backup, batches, and what is tried when one is refused. Not exported. */
@NullMarked
package dev.restore.engine.load;

import org.jspecify.annotations.NullMarked;
