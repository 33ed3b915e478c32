package dev.restore.backup.reading;

import java.util.Objects;

/**
 * A file of a backup that can be read by itself, before or after the others or beside them: the unit of parallel load.
 *
 * @param name its path in the backup
 * @param table the table that all its rows are of, as the backup spells it
 * @param rowsBefore how many rows of that table stand in files before it
 * @param storedSize how many bytes it takes as stored, -1 when that is not known
 */
public record BackupFile(String name, String table, long rowsBefore, long storedSize) {

    public BackupFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(table, "table");
    }
}
