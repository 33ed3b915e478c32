package dev.restore.outcome;

import java.time.Duration;
import java.util.Objects;

/**
 * The account of one table: every row that was read is in exactly one of the other counters.
 *
 * @param table the table's name in the target
 * @param read rows of the backup that were read for it
 * @param inserted rows that were put in
 * @param updated rows that were there and were changed
 * @param unchanged rows that were there and were left as they are
 * @param filtered rows that the caller left out
 * @param rejected rows that were refused
 * @param duration time spent on loading it, never negative
 * @param strategy how its rows were put in, in words
 * @param byStrategy how many of the rows that are in each load strategy carried
 */
public record TableReport(
        String table,
        long read,
        long inserted,
        long updated,
        long unchanged,
        long filtered,
        long rejected,
        Duration duration,
        String strategy,
        RowsByStrategy byStrategy) {

    /**
     * Checks the account.
     *
     * @throws IllegalArgumentException if a counter is negative, {@code read} is not the sum of the others, or the byStrategy did not
     *     carry the rows that are in
     */
    public TableReport {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(byStrategy, "byStrategy");
        if (inserted < 0 || updated < 0 || unchanged < 0 || filtered < 0 || rejected < 0 || duration.isNegative()) {
            throw new IllegalArgumentException("negative counter in the account of table " + table);
        }
        long accounted = inserted + updated + unchanged + filtered + rejected;
        if (read != accounted) {
            throw new IllegalArgumentException(
                    "the account of table " + table + " does not add up: read " + read + ", accounted " + accounted);
        }
        if (byStrategy.rows() != inserted + updated + unchanged) {
            throw new IllegalArgumentException(
                    "the account of table " + table + " does not add up: " + (inserted + updated + unchanged)
                            + " rows are in, and " + byStrategy.rows() + " were carried there");
        }
    }
}
