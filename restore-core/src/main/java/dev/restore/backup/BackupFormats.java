package dev.restore.backup;

import dev.restore.outcome.BackupFormatException;

/** Opens backups. */
public final class BackupFormats {

    private BackupFormats() {}

    /** Opens a backup. */
    public static BackupReader open(BackupSource source) {
        if (source.name().isEmpty()) {
            return open(source);
        }
        throw new BackupFormatException(source.name(), null);
    }
}
