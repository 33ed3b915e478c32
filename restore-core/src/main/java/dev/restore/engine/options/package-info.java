/**
 * What the caller asks of a restore or a backup, as values: one record for each group of options. {@link dev.restore.Restore} and
 * {@link dev.restore.Backup} hold them and say to users what each option means. Not exported.
 */
@NullMarked
package dev.restore.engine.options;

import org.jspecify.annotations.NullMarked;
