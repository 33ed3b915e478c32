package dev.restore.engine.options;

import dev.restore.backup.Age;
import dev.restore.plan.BackupFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * In what form a backup is written. Immutable.
 *
 * @param format what is written; by default {@link BackupFormat#RESTORE}
 * @param compressed whether the files of rows are gzipped where the package does not compress by itself; by default not
 * @param partBytes how many bytes of rows a file holds at most, not compressed, from {@value #MIN_PART_BYTES} to
 *     {@value #MAX_PART_BYTES}; by default {@value #DEFAULT_PART_BYTES}
 * @param encryption what encrypts the backup as a whole; null, the default, for nothing
 */
public record BackupForm(
        BackupFormat format,
        boolean compressed,
        long partBytes,
        @Nullable Age encryption) {

    static final long MIN_PART_BYTES = 1 << 10;
    static final long MAX_PART_BYTES = 1 << 30;
    static final long DEFAULT_PART_BYTES = 64 << 20;

    private static final BackupForm DEFAULTS = new BackupForm(BackupFormat.RESTORE, false, DEFAULT_PART_BYTES, null);

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if {@code partBytes} is out of its range, or {@code encryption} only opens what is encrypted
     */
    public BackupForm {
        Objects.requireNonNull(format, "format");
        if (partBytes < MIN_PART_BYTES || partBytes > MAX_PART_BYTES) {
            throw new IllegalArgumentException(
                    "partBytes must be from " + MIN_PART_BYTES + " to " + MAX_PART_BYTES + " but is " + partBytes);
        }
        if (encryption != null && !encryption.encrypts()) {
            throw new IllegalArgumentException("identities encrypt nothing: give their recipients, or a passphrase");
        }
    }

    /** Returns the library's own form, not compressed and not encrypted. */
    public static BackupForm defaults() {
        return DEFAULTS;
    }

    /** Sets {@link #format}. */
    public BackupForm format(BackupFormat value) {
        return new BackupForm(value, compressed, partBytes, encryption);
    }

    /** Sets {@link #compressed}. */
    public BackupForm compressed(boolean value) {
        return new BackupForm(format, value, partBytes, encryption);
    }

    /** Sets {@link #partBytes}. */
    public BackupForm partBytes(long value) {
        return new BackupForm(format, compressed, value, encryption);
    }

    /** Sets {@link #encryption}. */
    public BackupForm encryption(Age value) {
        return new BackupForm(format, compressed, partBytes, value);
    }
}
