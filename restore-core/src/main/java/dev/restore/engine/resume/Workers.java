package dev.restore.engine.resume;

import dev.restore.dialect.SessionException;
import dev.restore.engine.load.Portion;
import dev.restore.engine.session.HelperThread;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.Redaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connections over which a run loads side by side: the first in the run's own thread, each other in one of its own. When one
 * fails the others end at their next batch.
 */
final class Workers implements AutoCloseable {

    private final List<Worker> workers = new ArrayList<>();

    /** Opens so many workers, all of them before anything is changed. */
    static Workers open(Worker.Opener opener, RunContext run, int number) throws SQLException {
        Workers opened = new Workers();
        try {
            opened.workers.add(number == 1 ? opener.alone(run) : opener.first(run));
            while (opened.workers.size() < number) {
                opened.workers.add(opener.next(run));
            }
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw new SessionException(
                    "of the " + number + " connections for a parallel load only " + opened.workers.size()
                            + " could be opened; allow more of them, or ask for fewer (parallel, --parallel): "
                            + run.messages().of(e),
                    e);
        }
    }

    /** Loads a portion on a connection. */
    @FunctionalInterface
    interface Work {
        void load(RunContext run, Portion portion) throws SQLException;
    }

    /** Checks that all connections see what the first one has committed. */
    void requireSameDatabase(CheckpointStore store) throws SQLException {
        for (Worker worker : workers) {
            try {
                store.requireVisible(worker.run().connection());
            } catch (SQLException e) {
                throw new SessionException(
                        "the connections for a parallel load do not lead to the same database; give into(...) one that they all"
                                + " reach, or do not ask for parallel (--parallel)",
                        e);
            }
        }
    }

    /** Loads portions, each on the connection that is free first, and returns when all are in or nothing is being loaded any more. */
    void load(List<Portion> portions, Work work) throws SQLException {
        Queue<Portion> waiting = new ConcurrentLinkedQueue<>(portions);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers.subList(1, Math.max(1, Math.min(workers.size(), portions.size())))) {
            Thread thread = HelperThread.of(
                    "restore-worker-" + (threads.size() + 2), () -> empty(waiting, worker, work, failure));
            threads.add(thread);
            thread.start();
        }
        empty(waiting, workers.get(0), work, failure);
        join(threads);
        rethrow(failure.get());
    }

    // The failure is handed to the run's thread whatever it is, an Error included.
    @SuppressWarnings("CatchingUnchecked")
    private static void empty(
            Queue<Portion> waiting, Worker worker, Work work, AtomicReference<@Nullable Throwable> failure) {
        try {
            for (Portion next = waiting.poll(); next != null && failure.get() == null; next = waiting.poll()) {
                work.load(worker.run(), next);
            }
        } catch (Throwable e) {
            if (!failure.compareAndSet(null, e) && !(e instanceof Watchdog.Stopped)) {
                suppressed(failure.get(), e);
            }
            worker.run().watch().stop();
            worker.run().rollback(e);
        }
    }

    private static void suppressed(@Nullable Throwable first, Throwable later) {
        if (first != null && first != later) {
            first.addSuppressed(Redaction.of(later));
        }
    }

    /** Waits for all of them, however often this thread is interrupted: they use what is closed after this. */
    private void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    workers.get(0).run().watch().cancel();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws SQLException {
        if (failure instanceof SQLException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
