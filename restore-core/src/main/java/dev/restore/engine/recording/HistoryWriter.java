package dev.restore.engine.recording;

import dev.restore.engine.session.HelperThread;
import dev.restore.history.BackupFacts;
import dev.restore.history.RunHistory;
import dev.restore.history.RunResult;
import dev.restore.history.RunStart;
import dev.restore.history.RunUpdate;
import dev.restore.outcome.DuplicateRunException;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the entry of one run in its history. Everything is written by a thread of its own: no transaction that is bound to the thread of
 * the run is joined, a history that hangs holds nobody up for ever, and heartbeats go on while a statement of the run takes its time.
 */
final class HistoryWriter {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    /** As long as the usual pool lets its callers wait for a connection, and some more. */
    private static final Duration BEGIN_PATIENCE = Duration.ofSeconds(40);

    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    private enum Stage {
        WAITING,
        BEGUN,
        GIVEN_UP
    }

    private final RunHistory history;
    private final RunStart start;
    private final Runnable canceller;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile @Nullable RunUpdate latest;
    private volatile @Nullable String trouble;
    private volatile boolean lost;
    private boolean cancelled;
    private @Nullable Future<?> heartbeats;

    /**
     * Creates the writer of an entry.
     *
     * @param canceller is run once, on a thread of its own, when the history says that somebody wants the run cancelled
     */
    HistoryWriter(RunHistory history, RunStart start, Runnable canceller) {
        this.history = history;
        this.start = start;
        this.canceller = canceller;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> HelperThread.of("restore-history", task));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Writes the entry and begins to say that the run is there.
     *
     * @throws HistoryException when the history cannot be written
     * @throws DuplicateRunException when the key of the request is taken
     */
    void begin() {
        try {
            RunHistory.Begun begun = await(thread.submit(this::beginEntry), BEGIN_PATIENCE);
            if (!begun.created()) {
                throw new DuplicateRunException(begun.run().id(), begun.run().status());
            }
        } catch (TimeoutException e) {
            giveUp();
        } catch (ExecutionException e) {
            thread.shutdown();
            throw unwrapped(e);
        } catch (DuplicateRunException e) {
            thread.shutdown();
            throw e;
        }
        long every = history.heartbeat().toNanos();
        heartbeats = thread.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.NANOSECONDS);
    }

    /** Of the thread that writes the entry and the one that waits for it, whoever comes second closes the entry, or goes on with it. */
    private void giveUp() {
        if (!stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP)) {
            return;
        }
        thread.shutdown();
        throw new HistoryException(
                "The history of runs did not answer within " + BEGIN_PATIENCE.toSeconds()
                        + " s; nothing was begun. See that its database can be reached, and that its pool has a connection for it"
                        + " beside those of the run.",
                null);
    }

    private RunHistory.Begun beginEntry() {
        RunHistory.Begun begun = history.begin(start);
        if (begun.created() && !stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
            history.end(
                    start.id(),
                    start.owner(),
                    unknown(),
                    new RunResult(RunStatus.FAILED, RunCounts.NONE, "The history did not answer in time.", null));
        }
        return begun;
    }

    private RunUpdate unknown() {
        return new RunUpdate(
                start.status(), BackupFacts.named(start.backup()), start.target(), RunProgress.none(Phase.OPEN), null);
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new HistoryException("The history of runs cannot be written; nothing was begun.", cause);
    }

    /**
     * Returns why the history cannot be written while the run works on a connection, which nobody else uses meanwhile; empty when it can.
     *
     * @throws HistoryException when that cannot be found out
     */
    Optional<String> conflictWith(Connection database) {
        try {
            // Not behind the heartbeats: one of them may wait for the connection that the run holds.
            return history.conflictWith(database);
        } catch (SQLException e) {
            throw new HistoryException(
                    "It cannot be found out whether the history of runs is in the way; nothing was changed.", e);
        }
    }

    /** Notes what is known by now. It is written with the next heartbeat. */
    void update(RunUpdate update) {
        latest = update;
    }

    /** Writes what is known by now, and does not wait for that. */
    void writeSoon() {
        try {
            thread.execute(this::beat);
        } catch (RejectedExecutionException e) {
            LOG.debug("the run has ended already", e);
        }
    }

    // Whatever a history throws, the run goes on.
    @SuppressWarnings("CatchingUnchecked")
    private void beat() {
        RunUpdate update = latest;
        if (update == null || lost) {
            return;
        }
        try {
            switch (history.heartbeat(start.id(), start.owner(), update)) {
                case KEPT -> {}
                case CANCEL_REQUESTED -> cancel();
                case LOST -> {
                    lost = true;
                    LOG.warn("the entry of run {} was closed or resumed by somebody else while it ran", start.id());
                }
            }
        } catch (Exception e) {
            noteTrouble(e);
        }
    }

    /** A run that is withdrawn before it begins is ended by whoever cancels it, and waits for this thread then. */
    private void cancel() {
        if (!cancelled) {
            cancelled = true;
            LOG.info("run {} is cancelled, as its history asks", start.id());
            HelperThread.of("restore-cancel", canceller).start();
        }
    }

    private void noteTrouble(Exception e) {
        if (trouble == null) {
            LOG.warn("the history of run {} could not be written; the run goes on", start.id(), e);
        }
        trouble = said(e);
    }

    private static String said(@Nullable Throwable e) {
        if (e == null) {
            return "";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /**
     * Closes the entry.
     *
     * @return warnings: what the history lacks
     */
    List<String> end(RunUpdate last, RunResult result) {
        List<String> warnings = new ArrayList<>();
        boolean owned = false;
        if (heartbeats != null) {
            heartbeats.cancel(false);
        }
        try {
            Future<Boolean> written = thread.submit(() -> endEntry(last, result));
            thread.shutdown();
            owned = await(written, END_PATIENCE);
        } catch (TimeoutException e) {
            warnings.add("The history of runs did not answer within " + END_PATIENCE.toSeconds()
                    + " s, and may not say how this run ended");
        } catch (ExecutionException e) {
            LOG.warn("the history of run {} does not say how it ended", start.id(), e.getCause());
            warnings.add("The history of runs does not say how this run ended: " + said(e.getCause()));
        }
        if (warnings.isEmpty() && !owned) {
            warnings.add("The entry of this run was closed or resumed by somebody else while it ran;"
                    + " how it ended is in the audit of the history only");
        }
        if (warnings.isEmpty() && trouble != null) {
            warnings.add("The history of runs could not be written while this run went on: " + trouble);
        }
        return warnings;
    }

    private boolean endEntry(RunUpdate last, RunResult result) {
        try {
            return history.end(start.id(), start.owner(), last, result);
        } catch (HistoryException e) {
            // A connection that has died meanwhile is found out by the first use of it.
            LOG.debug("the history is tried once more", e);
            return history.end(start.id(), start.owner(), last, result);
        }
    }

    /** Waits, and remembers an interrupt for the run, which ends by it. */
    private static <T> T await(Future<T> future, Duration atMost) throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
