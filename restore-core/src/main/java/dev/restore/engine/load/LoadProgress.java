package dev.restore.engine.load;

import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Account;
import dev.restore.outcome.RestoreEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells how far a load is. It may consist of several steps, each of which may be done again. Shared by the threads that load.
 */
public final class LoadProgress {

    private final Consumer<RestoreEvent> events;
    private final long bytesTotal;
    private final long rowsEarlier;
    private final long bytesEarlier;
    private final long startedAt = System.nanoTime();
    private final Map<TableName, Long> tableRows = new HashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private long stepsBytes;
    private long rows;
    private long furthest;

    /**
     * Creates one for a load from its beginning.
     *
     * @param bytesTotal how many bytes are to be read in all steps, -1 when that is not known
     */
    public LoadProgress(Consumer<RestoreEvent> events, long bytesTotal) {
        this(events, bytesTotal, 0, 0);
    }

    /**
     * Creates one for a load that goes on.
     *
     * @param rowsEarlier how many rows were in before
     * @param bytesEarlier how many bytes of the backup these rows took
     */
    public LoadProgress(Consumer<RestoreEvent> events, long bytesTotal, long rowsEarlier, long bytesEarlier) {
        this.events = events;
        this.bytesTotal = bytesTotal;
        this.rowsEarlier = rowsEarlier;
        this.bytesEarlier = bytesEarlier;
    }

    /**
     * Begins a step, or begins it again.
     *
     * @param bytesBefore how many bytes the steps before it take
     * @param rowsPresent how many rows of each table are in
     * @param read how many bytes were read of each portion of the step
     */
    public synchronized void begin(long bytesBefore, Map<TableName, Long> rowsPresent, Map<Integer, Long> read) {
        stepsBytes = bytesBefore;
        tableRows.clear();
        tableRows.putAll(rowsPresent);
        positions.clear();
        positions.putAll(read);
        rows = sum(tableRows.values());
    }

    /** Tells that a batch is in: in order, so that no thread tells less than another one before it. */
    synchronized void loaded(int portion, Account account, long added, long position) {
        rows += added;
        positions.put(portion, position);
        long present = tableRows.merge(account.table().name(), added, Long::sum);
        furthest = Math.max(furthest, stepsBytes + sum(positions.values()));
        events.accept(new RestoreEvent.Progress(
                account.name(),
                present,
                rows,
                bytesTotal < 0 ? furthest : Math.min(bytesTotal, furthest),
                bytesTotal,
                Duration.ofNanos(System.nanoTime() - startedAt),
                rowsEarlier,
                bytesEarlier));
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
