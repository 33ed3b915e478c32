package dev.restore.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of one call of {@link TableLoader#load}, as the database counted them.
 *
 * @param inserted rows that were put in
 * @param updated rows that were there under the same key and were changed
 * @param unchanged rows that were there under the same key and were left as they are
 * @param others the rows among them that hold something else in the {@linkplain LoadTarget#followed followed} columns, null when
 *     there are none
 */
public record Loaded(
        long inserted,
        long updated,
        long unchanged,
        @Nullable OtherKeys others) {

    /** Creates an account of rows of which none has other keys. */
    public Loaded(long inserted, long updated, long unchanged) {
        this(inserted, updated, unchanged, null);
    }

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Loaded {
        if (inserted < 0 || updated < 0 || unchanged < 0) {
            throw new IllegalArgumentException("negative count: " + inserted + ", " + updated + ", " + unchanged);
        }
    }

    /** Returns the account of rows that were all new. */
    public static Loaded inserted(long rows) {
        return new Loaded(rows, 0, 0);
    }

    /** Returns how many rows are in the table now. */
    public long rows() {
        return inserted + updated + unchanged;
    }
}
