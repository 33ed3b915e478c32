package dev.restore.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The account of the files that were restored beside the rows.
 *
 * @param directory where they belong
 * @param files how many there are
 * @param bytes how many bytes they have
 * @param staged null when they are in place; otherwise where they lie whole, because they could not be put there
 */
public record RestoredFiles(
        String directory, long files, long bytes, @Nullable String staged) {

    public RestoredFiles {
        Objects.requireNonNull(directory, "directory");
    }

    /** Returns whether the files are where they belong. */
    public boolean inPlace() {
        return staged == null;
    }
}
