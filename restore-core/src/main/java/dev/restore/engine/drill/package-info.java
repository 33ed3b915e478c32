/** Drills: a database is made, a backup restored into it, everything read again, and the database thrown away. Not exported. */
@NullMarked
package dev.restore.engine.drill;

import org.jspecify.annotations.NullMarked;
