package dev.restore.backup;

import dev.restore.backup.Manifest.ManifestPart;
import org.jspecify.annotations.Nullable;

/**
 * A file of rows in a backup.
 *
 * @param name its path in the archive
 * @param table the table that it is named after, which its rows are of where the content names none
 * @param shape what it holds
 * @param storedSize how many bytes it takes as stored, -1 when that is not known
 * @param stated what the manifest states about it, null where there is none
 */
record Part(
        String name,
        String table,
        Shape.Rows shape,
        long storedSize,
        @Nullable ManifestPart stated) {

    Part(String name, String table, Shape.Rows shape, long storedSize) {
        this(name, table, shape, storedSize, null);
    }
}
