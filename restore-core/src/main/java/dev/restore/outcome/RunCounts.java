package dev.restore.outcome;

/**
 * The account of the rows of a run. For a restore {@code read = inserted + updated + unchanged + filtered + rejected}; a backup, a
 * verification and a drill count what they have read. Immutable.
 *
 * @param read how many rows were read
 * @param inserted how many were inserted
 * @param updated how many have updated one that was there
 * @param unchanged how many were there already
 * @param filtered how many were left out as asked
 * @param rejected how many were rejected
 */
public record RunCounts(long read, long inserted, long updated, long unchanged, long filtered, long rejected) {

    /** No rows. */
    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0);

    /** Returns the account of rows that were only read. */
    public static RunCounts ofRead(long rows) {
        return new RunCounts(rows, 0, 0, 0, 0, 0);
    }

    /** Returns the account of a restore. */
    public static RunCounts of(RestoreReport report) {
        TableReport totals = report.totals();
        return new RunCounts(
                totals.read(),
                totals.inserted(),
                totals.updated(),
                totals.unchanged(),
                totals.filtered(),
                totals.rejected());
    }
}
