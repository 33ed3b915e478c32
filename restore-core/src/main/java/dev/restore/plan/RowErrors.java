package dev.restore.plan;

/**
 * What happens when the database refuses a row. A value: each method returns a new one.
 *
 * @param rejects whether a bad row is set aside; otherwise it ends the run
 * @param maxRows the most rows that may be rejected in all, from 0
 * @param maxPercent the most rows that may be rejected in all, in percent of the rows read, from 0 to 100
 * @param maxRowsPerTable the most rows that may be rejected in one table, from 0
 * @param maxPercentPerTable the most rows that may be rejected in one table, in percent of its rows, from 0 to 100
 */
public record RowErrors(
        boolean rejects, long maxRows, double maxPercent, long maxRowsPerTable, double maxPercentPerTable) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public RowErrors {
        if (maxRows < 0 || maxRowsPerTable < 0) {
            throw new IllegalArgumentException("a limit of rejected rows must not be negative");
        }
        if (!(maxPercent >= 0 && maxPercent <= 100) || !(maxPercentPerTable >= 0 && maxPercentPerTable <= 100)) {
            throw new IllegalArgumentException("a limit of rejected rows in percent must be from 0 to 100");
        }
    }

    /** The first bad row ends the run and everything is rolled back. The default. */
    public static RowErrors abort() {
        return new RowErrors(false, 0, 0, 0, 0);
    }

    /**
     * Bad rows are set aside and the others go in. The run ends with {@code COMPLETE_WITH_LOSS} when there were any. No limit
     * unless one is given; passing a limit rolls everything back.
     */
    public static RowErrors reject() {
        return new RowErrors(true, Long.MAX_VALUE, 100, Long.MAX_VALUE, 100);
    }

    /** Limits the rejected rows of all tables. */
    public RowErrors atMost(long rows) {
        return new RowErrors(rejects, rows, maxPercent, maxRowsPerTable, maxPercentPerTable);
    }

    /** Limits the rejected rows of all tables, in percent of the rows that were read. */
    public RowErrors atMostPercent(double percent) {
        return new RowErrors(rejects, maxRows, percent, maxRowsPerTable, maxPercentPerTable);
    }

    /** Limits the rejected rows of each table. */
    public RowErrors atMostPerTable(long rows) {
        return new RowErrors(rejects, maxRows, maxPercent, rows, maxPercentPerTable);
    }

    /** Limits the rejected rows of each table, in percent of its rows. */
    public RowErrors atMostPercentPerTable(double percent) {
        return new RowErrors(rejects, maxRows, maxPercent, maxRowsPerTable, percent);
    }
}
