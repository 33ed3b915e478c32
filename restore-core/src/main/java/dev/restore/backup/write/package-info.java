/** Writes backups: directories, packages and single files. Not exported. */
@NullMarked
package dev.restore.backup.write;

import org.jspecify.annotations.NullMarked;
