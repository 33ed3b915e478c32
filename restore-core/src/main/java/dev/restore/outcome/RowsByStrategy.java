package dev.restore.outcome;

/**
 * How many rows of a table each load strategy carried. A batch goes in with the bulk loader. When it fails it is taken apart
 * until the bad row is alone, so that the good ones still go in with the bulk loader; that row is tried by an INSERT of its own,
 * then with its values as text.
 *
 * @param bulk rows that went in with their whole batch
 * @param parts rows that the bulk loader took with a part of their batch, the rest of which had failed
 * @param insert rows that went in by an INSERT of their own
 * @param text rows that went in with their values as text
 */
public record RowsByStrategy(long bulk, long parts, long insert, long text) {

    /** No rows. */
    public static final RowsByStrategy NONE = new RowsByStrategy(0, 0, 0, 0);

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public RowsByStrategy {
        if (bulk < 0 || parts < 0 || insert < 0 || text < 0) {
            throw new IllegalArgumentException("negative count: " + bulk + ", " + parts + ", " + insert + ", " + text);
        }
    }

    /** Returns how many rows they carried together. */
    public long rows() {
        return bulk + parts + insert + text;
    }

    /** Returns the sums of two tables. */
    public RowsByStrategy plus(RowsByStrategy other) {
        return new RowsByStrategy(bulk + other.bulk, parts + other.parts, insert + other.insert, text + other.text);
    }
}
