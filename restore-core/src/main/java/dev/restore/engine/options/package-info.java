/**
 * What the caller asks of a restore or a backup, as values: one record for each group of options. Not exported.
 *
 * <p>An option stands in three places. Its group has the component with its default and the check of its range. The method of {@link
 * dev.restore.Restore} or {@link dev.restore.Backup} that sets it says to users what it means, which is not repeated here. What it
 * cannot be combined with is in {@code Contradictions}. A listener, an approval and a deadline decide nothing about the rows, and
 * are in {@code RunControl} and {@code BackupControl}.
 */
@NullMarked
package dev.restore.engine.options;

import org.jspecify.annotations.NullMarked;
