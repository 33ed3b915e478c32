package dev.restore.engine.batch;

import dev.restore.catalog.Table;
import dev.restore.dialect.Loaded;
import dev.restore.engine.value.OtherKinds;
import dev.restore.outcome.RowsByStrategy;
import dev.restore.outcome.TableReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The counters of one table. The reading thread counts what was read, the loading thread everything else. */
public final class Account {

    private final Table table;
    private final String name;
    private volatile long read;
    private final long[] byStrategy = new long[LoadStrategy.values().length];
    private long inserted;
    private long updated;
    private long unchanged;
    private long rejected;
    private long filtered;
    private long nanos;
    private String strategy = "";
    private final List<OtherKinds> watched = new ArrayList<>();

    /** Creates an account for a table, which is called {@code name} in the report. */
    public Account(Table table, String name) {
        this.table = table;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Table table() {
        return table;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void countRead() {
        read++;
    }

    @SuppressWarnings("EnumOrdinal") // an index within one run
    public void countLoaded(Loaded loaded, LoadStrategy strategy) {
        inserted += loaded.inserted();
        updated += loaded.updated();
        unchanged += loaded.unchanged();
        byStrategy[strategy.ordinal()] += loaded.rows();
    }

    /** Says what became of the rows in the end that were counted as they came. */
    public void settle(long insertedInTheEnd, long updatedInTheEnd, long unchangedInTheEnd) {
        inserted = insertedInTheEnd;
        updated = updatedInTheEnd;
        unchanged = unchangedInTheEnd;
    }

    /** Says how many of the rows that came are not wanted after all. */
    public void filter(long rows) {
        filtered += rows;
        inserted -= rows;
        long rest = rows;
        for (int i = 0; i < byStrategy.length; i++) {
            long taken = Math.min(rest, byStrategy[i]);
            byStrategy[i] -= taken;
            rest -= taken;
        }
    }

    public void countTime(long tookNanos) {
        nanos += tookNanos;
    }

    public void countRejected() {
        rejected++;
    }

    /** Learns what looks at values while rows are read. Called by the reading thread. */
    public void watch(OtherKinds check) {
        watched.add(check);
    }

    /** Says which texts were read that their columns are not declared for, when all rows are in. */
    public List<String> otherKinds() {
        return watched.stream()
                .filter(check -> check.texts() > 0)
                .map(check -> OtherKinds.sentence(
                        OtherKinds.amount(check.texts()),
                        table.name().name() + "." + check.column().name(),
                        check.column()))
                .toList();
    }

    public long rejected() {
        return rejected;
    }

    public void strategy(String words) {
        strategy = words;
    }

    public String strategy() {
        return strategy;
    }

    public long read() {
        return read;
    }

    public long inserted() {
        return inserted;
    }

    /** Returns how many of the rows that were read are in the table. */
    public long present() {
        return inserted + updated + unchanged;
    }

    /**
     * Returns the numbers as they are for the loading thread.
     *
     * @param before how many rows the table had before anything was loaded
     * @param readSoFar how many rows were read when all that are counted here came
     */
    public Counters counters(long before, long readSoFar) {
        return new Counters(before, readSoFar, inserted, updated, unchanged, rejected, byStrategy(), nanos);
    }

    /** Goes on from the numbers of an earlier run. */
    public void resume(Counters counters) {
        read = counters.read();
        inserted = counters.inserted();
        updated = counters.updated();
        unchanged = counters.unchanged();
        rejected = counters.rejected();
        nanos = counters.nanos();
        byStrategy[0] = counters.byStrategy().bulk();
        byStrategy[1] = counters.byStrategy().parts();
        byStrategy[2] = counters.byStrategy().insert();
        byStrategy[3] = counters.byStrategy().text();
    }

    private RowsByStrategy byStrategy() {
        return new RowsByStrategy(byStrategy[0], byStrategy[1], byStrategy[2], byStrategy[3]);
    }

    /** Returns the report of a table all of whose rows are in. */
    public TableReport complete() {
        return new TableReport(
                name,
                read,
                inserted,
                updated,
                unchanged,
                filtered,
                rejected,
                Duration.ofNanos(nanos),
                strategy,
                byStrategy());
    }
}
