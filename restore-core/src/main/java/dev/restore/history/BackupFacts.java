package dev.restore.history;

import java.util.Objects;

/**
 * What a history keeps of a backup. Immutable.
 *
 * @param name its name: the path, the URL without user and parameters
 * @param fingerprint tells its content from that of others, empty when it is not known
 * @param format its format in words, empty when it is not known
 * @param bytes its size as it is stored, -1 when it is not known
 * @param rows how many rows it has, -1 when that is not known
 * @param tables how many tables it has, -1 when that is not known
 */
public record BackupFacts(String name, String fingerprint, String format, long bytes, long rows, int tables) {

    public BackupFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(format, "format");
    }

    /** Returns what is known before a backup is opened or written. */
    public static BackupFacts named(String name) {
        return new BackupFacts(name, "", "", -1, -1, -1);
    }
}
