package dev.restore.engine.batch;

import dev.restore.outcome.RowsByStrategy;

/**
 * The numbers of an {@link Account} at one moment.
 *
 * @param before how many rows the table had before anything was loaded
 * @param read rows of the backup that were read for it
 * @param inserted rows that were put in
 * @param updated rows that were there and were changed
 * @param unchanged rows that were there and were left as they are
 * @param rejected rows that were refused
 * @param byStrategy which strategy took the rows
 * @param nanos time spent on loading
 */
public record Counters(
        long before,
        long read,
        long inserted,
        long updated,
        long unchanged,
        long rejected,
        RowsByStrategy byStrategy,
        long nanos) {

    public static Counters before(long rows) {
        return new Counters(rows, 0, 0, 0, 0, 0, RowsByStrategy.NONE, 0);
    }

    public long present() {
        return inserted + updated + unchanged;
    }

    /** Returns these and others together. */
    public Counters plus(Counters other) {
        return new Counters(
                before + other.before,
                read + other.read,
                inserted + other.inserted,
                updated + other.updated,
                unchanged + other.unchanged,
                rejected + other.rejected,
                new RowsByStrategy(
                        byStrategy.bulk() + other.byStrategy.bulk(),
                        byStrategy.parts() + other.byStrategy.parts(),
                        byStrategy.insert() + other.byStrategy.insert(),
                        byStrategy.text() + other.byStrategy.text()),
                nanos + other.nanos);
    }
}
