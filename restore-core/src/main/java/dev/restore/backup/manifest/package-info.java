/** Reads and writes the manifest of a backup of the own format. Not exported. */
@NullMarked
package dev.restore.backup.manifest;

import org.jspecify.annotations.NullMarked;
