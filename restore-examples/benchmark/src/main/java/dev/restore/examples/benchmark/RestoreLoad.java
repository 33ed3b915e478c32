package dev.restore.examples.benchmark;

import dev.restore.Restore;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.Mode;
import java.util.HashMap;
import java.util.Map;

/** The library; the same value runs each time. */
final class RestoreLoad implements Work {

    /** Of fewer rows a tenth is no more than a batch. */
    private static final long WORTH_A_RATE = 1_000_000;

    private final Restore restore;
    private final long total;
    private double firstTenth;
    private double lastTenthBegan;
    private double end;
    private long allocated;
    private long firstRows;
    private long lastRows;

    private RestoreLoad(Job job, Restore restore) {
        this.total = job.tables().rows();
        this.restore = restore.listener(this::hear);
    }

    /** With its defaults, and a connection of its own. */
    static RestoreLoad ofMany(Job job) {
        return new RestoreLoad(
                job, Restore.from(Format.JSON.directory(job.data())).into(Connections.source(job.url())));
    }

    /** Where a tenth of the rows is there under other keys. */
    static RestoreLoad merging(Job job) {
        Restore restore = Restore.from(Format.JSON.directory(job.data()))
                .into(Connections.source(job.url()))
                .mode(Mode.MERGE);
        for (TableData table : job.tables().tables()) {
            restore = restore.naturalKey(table.name(), MergePeer.NATURAL_KEY);
        }
        return new RestoreLoad(job, restore);
    }

    /** As a test resets its database: the quick preset, and a pool. */
    static RestoreLoad quick(Job job) {
        return new RestoreLoad(
                job,
                Restore.from(Format.JSON.directory(job.data()))
                        .into(Connections.pool(job.url()))
                        .quick());
    }

    private void hear(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress progress) {
            double seconds = progress.elapsed().toNanos() / 1e9;
            if (firstRows == 0 && progress.rows() >= total / 10) {
                firstTenth = seconds;
                firstRows = progress.rows();
            }
            if (lastRows == 0 && progress.rows() >= total - total / 10) {
                lastTenthBegan = seconds;
                lastRows = progress.rows();
            }
            end = seconds;
        }
    }

    @Override
    public void run() {
        firstRows = 0;
        lastRows = 0;
        long before = Allocation.bytes();
        restore.run();
        allocated = Allocation.bytes() - before;
    }

    @Override
    public Map<String, Double> figures() {
        Map<String, Double> figures = new HashMap<>();
        if (total < WORTH_A_RATE) {
            return figures;
        }
        figures.put("bytes allocated a row in the loading thread", (double) allocated / total);
        double lastSeconds = end - lastTenthBegan;
        if (firstRows > 0 && total > lastRows && firstTenth > 0 && lastSeconds > 0) {
            figures.put("last tenth / first tenth", (total - lastRows) / lastSeconds / (firstRows / firstTenth));
        }
        return figures;
    }
}
