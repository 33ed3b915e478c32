/** Holds a backup against itself and against a database, and a database against rows that a test expects. Not exported. */
@NullMarked
package dev.restore.engine.verify;

import org.jspecify.annotations.NullMarked;
