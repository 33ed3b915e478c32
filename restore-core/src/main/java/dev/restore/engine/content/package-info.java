/** Compares the values in the database with those of the backup by checksums. Not exported. */
@NullMarked
package dev.restore.engine.content;

import org.jspecify.annotations.NullMarked;
