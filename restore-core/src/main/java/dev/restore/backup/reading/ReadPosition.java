package dev.restore.backup.reading;

import java.util.Map;
import java.util.Objects;

/**
 * A place between two records of a backup, at which a later reading can go on. Immutable.
 *
 * @param part the file or entry
 * @param offset the byte offset of the next record in it, uncompressed, from 0
 * @param rows how many records of each table came before, by the names of the backup, for the numbers of those after; where the
 *     file can only be read from its start, how many came before that
 */
public record ReadPosition(String part, long offset, Map<String, Long> rows) {

    public ReadPosition {
        Objects.requireNonNull(part, "part");
        rows = Map.copyOf(rows);
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset " + offset);
        }
    }
}
