package dev.restore.dialect;

import java.util.List;

/**
 * Rows that are there under the same key as rows of the backup, and under other keys than those.
 *
 * @param rows which rows of the backup, as their places among those that were sent in one call of {@link TableLoader#load}, from 0
 * @param keys what the row that is there holds in the {@linkplain LoadTarget#followed followed} columns: one row for each of
 *     {@code rows}, one column for each followed one, in the form in which a backup carries them
 */
public record OtherKeys(List<Integer> rows, Rows keys) {

    public OtherKeys {
        rows = List.copyOf(rows);
        if (rows.size() != keys.size()) {
            throw new IllegalArgumentException(rows.size() + " rows and the keys of " + keys.size());
        }
    }
}
