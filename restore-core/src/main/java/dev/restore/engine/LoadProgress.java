package dev.restore.engine;

import dev.restore.catalog.TableName;
import dev.restore.outcome.RestoreEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells how far a load is. Shared by the threads that load. */
final class LoadProgress {

    private final Consumer<RestoreEvent> events;
    private final long bytesTotal;
    private final long startedAt = System.nanoTime();
    private final Map<TableName, Long> tableRows;
    private final Map<Integer, Long> positions;
    private long rows;

    LoadProgress(Consumer<RestoreEvent> events, long bytesTotal) {
        this(events, bytesTotal, Map.of(), Map.of());
    }

    /**
     * Begins somewhere in the middle.
     *
     * @param bytesTotal how many bytes are to be read in all, -1 when that is not known
     * @param tableRows how many rows are in
     * @param positions how many bytes were read of each portion
     */
    LoadProgress(
            Consumer<RestoreEvent> events,
            long bytesTotal,
            Map<TableName, Long> tableRows,
            Map<Integer, Long> positions) {
        this.events = events;
        this.bytesTotal = bytesTotal;
        this.tableRows = new HashMap<>(tableRows);
        this.positions = new HashMap<>(positions);
    }

    /** Tells that a batch is in: in order, so that no thread tells less than another one before it. */
    synchronized void loaded(int portion, Account account, long added, long position) {
        rows += added;
        positions.put(portion, position);
        long present = tableRows.merge(account.table().name(), added, Long::sum);
        long read = 0;
        for (long each : positions.values()) {
            read += each;
        }
        events.accept(new RestoreEvent.Progress(
                account.name(), present, rows, read, bytesTotal, Duration.ofNanos(System.nanoTime() - startedAt)));
    }
}
