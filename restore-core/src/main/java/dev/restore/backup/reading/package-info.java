/** What a reading of a backup gives: rows, files, damaged records and positions. Not exported. */
@NullMarked
package dev.restore.backup.reading;

import org.jspecify.annotations.NullMarked;
