package dev.restore.examples.boot.web;

import dev.restore.examples.boot.operations.StoredBackup;
import java.time.Instant;
import java.util.List;

/** A backup as clients see it: without the names of files. */
record BackupView(
        String id,
        String name,
        StoredBackup.Origin origin,
        Instant createdAt,
        String by,
        long bytes,
        String sha256,
        String format,
        long rows,
        List<StoredBackup.Table> tables) {

    static BackupView of(StoredBackup backup) {
        return new BackupView(
                backup.id(),
                backup.name(),
                backup.origin(),
                backup.createdAt(),
                backup.by(),
                backup.bytes(),
                backup.sha256(),
                backup.format(),
                backup.rows(),
                backup.tables());
    }
}
