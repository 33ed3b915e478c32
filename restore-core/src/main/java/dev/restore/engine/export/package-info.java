/** Writes backups: which tables and rows, and how a row is written. Not exported. */
@NullMarked
package dev.restore.engine.export;

import org.jspecify.annotations.NullMarked;
