/** References that a backup holds as natural keys: which ones, and how they are read from a database. Not exported. */
@NullMarked
package dev.restore.engine.references;

import org.jspecify.annotations.NullMarked;
