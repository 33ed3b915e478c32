/** What holds the files of a backup: a directory, a package or a single file. Not exported. */
@NullMarked
package dev.restore.backup.archive;

import org.jspecify.annotations.NullMarked;
