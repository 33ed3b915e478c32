package dev.restore.plan;

import java.util.Objects;

/**
 * The files beside the rows that will be restored.
 *
 * @param directory where they will be
 * @param files how many the backup holds
 * @param bytes how many bytes they have, -1 when that is not known before they are read
 * @param present how many files and folders are in the directory now, which will be deleted
 */
public record FilesPlan(String directory, long files, long bytes, long present) {

    public FilesPlan {
        Objects.requireNonNull(directory, "directory");
    }
}
