/** Opens backups of every format and reads them. Not exported. */
@NullMarked
package dev.restore.backup.format;

import org.jspecify.annotations.NullMarked;
