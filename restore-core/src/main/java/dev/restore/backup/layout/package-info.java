/** Finds out which files of a backup hold rows, of which tables, and what the others are. Not exported. */
@NullMarked
package dev.restore.backup.layout;

import org.jspecify.annotations.NullMarked;
