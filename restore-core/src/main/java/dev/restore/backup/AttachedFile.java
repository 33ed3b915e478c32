package dev.restore.backup;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that a backup holds beside its rows.
 *
 * @param path where it stands in the directory that was put into the backup, with slashes; safe to resolve
 * @param bytes how many bytes it has, -1 when that is not known before it is read
 * @param sha256 the SHA-256 of its bytes in hexadecimal, null where the backup does not state it
 */
public record AttachedFile(
        String path, long bytes, @Nullable String sha256) {

    public AttachedFile {
        Objects.requireNonNull(path, "path");
    }
}
