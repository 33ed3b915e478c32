/** Holds a backup against itself and against a database. Not exported. */
@NullMarked
package dev.restore.engine.verify;

import org.jspecify.annotations.NullMarked;
