/**
 * Finds out which files of a backup hold rows, of which tables, and what the others are. Not exported.
 *
 * <p>A file takes one way: its beginning becomes an {@link dev.restore.backup.layout.Outline}; the first
 * {@link dev.restore.backup.layout.Writer} of {@link dev.restore.backup.layout.KnownWriters} whose marks are in it, or the caller's
 * {@link dev.restore.backup.RowShape}, makes it a {@link dev.restore.backup.layout.Shape.Declared}, whose rows
 * {@code dev.restore.backup.rows} reads; without either it is one of the plain shapes, which are read as ever.
 */
@NullMarked
package dev.restore.backup.layout;

import org.jspecify.annotations.NullMarked;
