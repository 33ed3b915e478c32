package dev.restore.engine.intake;

import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.Outlet;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.session.HelperThread;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries full batches from a thread that reads to the thread that loads, at most {@value #DEPTH} ahead, and empty ones back.
 * What the reading thread throws is thrown again by {@link #next}.
 */
public final class ReadAhead implements Outlet, AutoCloseable {

    /** Two are enough to keep both threads busy; each more costs a batch of memory. */
    static final int DEPTH = 2;

    private static final long PATIENCE_MILLIS = 100;

    private final BlockingQueue<Item> full = new ArrayBlockingQueue<>(DEPTH);
    private final BlockingQueue<RowBatch> empty = new ArrayBlockingQueue<>(DEPTH + 2);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;
    private volatile boolean finished;

    /** What the reading thread does. */
    @FunctionalInterface
    public interface Reading {
        void read(Outlet out);
    }

    /** Thrown in the reading thread when nobody wants its batches any more. */
    private static final class Unwanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unwanted() {
            super("the restore ended", null, false, false);
        }
    }

    public ReadAhead(Reading reading) {
        thread = HelperThread.of("restore-reader", () -> run(reading));
    }

    public void start() {
        thread.start();
    }

    // The failure is handed to the loading thread whatever it is, an Error included.
    @SuppressWarnings("CatchingUnchecked")
    private void run(Reading reading) {
        try {
            reading.read(this);
        } catch (Unwanted e) {
            // The loading thread knows.
        } catch (Throwable e) {
            failure = e;
        } finally {
            finished = true;
            wake();
        }
    }

    private void wake() {
        if (!full.offer(new Item.Over())) {
            // Where there is no room for it nobody waits.
            return;
        }
    }

    /** Hands something over, waiting while too much is ahead. Called by the reading thread. */
    @Override
    public void put(Item item) {
        try {
            while (!stopped) {
                if (full.offer(item, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Unwanted();
    }

    /** Returns an empty batch. Called by the reading thread. */
    @Override
    public RowBatch takeEmpty() {
        RowBatch batch = empty.poll();
        return batch == null ? new RowBatch() : batch;
    }

    /** Gives a batch back whose rows are in. */
    public void recycle(RowBatch batch) {
        if (!empty.offer(batch)) {
            // There are enough; the garbage collector takes this one.
            return;
        }
    }

    /** Returns the next full batch or refused record, or null after the last one. While it waits it runs the check, which may throw. */
    @Nullable
    public Item next(Runnable check) throws InterruptedException {
        while (true) {
            check.run();
            boolean last = finished;
            Item item = last ? full.poll() : full.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (item != null && !(item instanceof Item.Over)) {
                return item;
            }
            if (last && item == null) {
                rethrow();
                return null;
            }
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    /** Ends the reading thread and waits for it, unless the caller's own stream hangs. */
    @Override
    public void close() {
        stopped = true;
        if (!finished) {
            thread.interrupt();
        }
        HelperThread.join(thread);
    }
}
