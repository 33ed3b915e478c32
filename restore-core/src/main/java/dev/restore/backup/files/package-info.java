/** The files that a backup holds beside its rows, and checks of what is read. Not exported. */
@NullMarked
package dev.restore.backup.files;

import org.jspecify.annotations.NullMarked;
