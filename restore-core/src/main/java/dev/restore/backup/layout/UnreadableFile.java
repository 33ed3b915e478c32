package dev.restore.backup.layout;

import dev.restore.backup.names.EntryNames;
import dev.restore.outcome.BackupFormatException;
import java.util.Set;

/**
 * A file that stands where rows do and cannot be read.
 *
 * @param name its path in the archive
 * @param table the table that it is named after
 * @param failure what is wrong with it
 */
public record UnreadableFile(String name, String table, BackupFormatException failure) {

    /** Returns whether names of tables and files name it. */
    public boolean named(Set<String> names) {
        return EntryNames.named(name, table, names);
    }
}
