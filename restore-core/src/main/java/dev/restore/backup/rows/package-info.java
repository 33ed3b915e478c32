/** The rows of one file, whatever shape it has. Not exported. */
@NullMarked
package dev.restore.backup.rows;

import org.jspecify.annotations.NullMarked;
