package dev.restore;

import dev.restore.engine.restore.RestoreRun;
import dev.restore.engine.session.LogContext;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A restore that runs in another thread. Safe to use from any thread.
 *
 * <pre>{@code
 * RestoreJob job = Restore.from(backup).into(dataSource).start();
 * ...
 * job.cancel();
 * }</pre>
 */
public final class RestoreJob {

    private final RestoreRun run;
    private final PendingReport<RestoreReport> result = new PendingReport<>();
    private volatile RestoreEvent.@Nullable Progress progress;

    /** Where a job is. */
    public enum Status {
        /** It waits for a thread. */
        PENDING,
        /** It runs. */
        RUNNING,
        /** It is over: every row of the backup is in the database. */
        COMPLETE,
        /** It is over: some rows were rejected, all others are in the database. */
        COMPLETE_WITH_LOSS,
        /** It is over and did not succeed. */
        FAILED,
        /** It is over: somebody or something ended it, or its plan was not approved. */
        CANCELLED
    }

    private RestoreJob(Function<RestoreListener, RestoreRun> opener) {
        this.run = opener.apply(this::hear);
    }

    static RestoreJob start(Function<RestoreListener, RestoreRun> opener, Executor executor) {
        RestoreJob job = new RestoreJob(opener);
        executor.execute(LogContext.carrying(() -> job.result.complete(job.run::run)));
        return job;
    }

    private void hear(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress latest) {
            progress = latest;
        } else if (event instanceof RestoreEvent.StartedOver) {
            progress = null;
        }
    }

    /** Returns where it is. */
    public Status status() {
        if (ended()) {
            return result.now()
                    .map(report -> Status.valueOf(report.outcome().name()))
                    .orElseGet(() ->
                            result.failure() instanceof RestoreCancelledException ? Status.CANCELLED : Status.FAILED);
        }
        return startedAt().isPresent() ? Status.RUNNING : Status.PENDING;
    }

    /** Returns when it began to run; empty as long as it is {@link Status#PENDING}. */
    public Optional<Instant> startedAt() {
        return run.startedAt();
    }

    /** Returns the step that the restore is in, or was in when it ended; the first one before it begins. */
    public Phase phase() {
        return run.phase();
    }

    /** Returns whether it is over, however it ended. */
    public boolean ended() {
        return result.ended();
    }

    /** Returns what was told after the latest batch; empty before the first one is in. */
    public Optional<RestoreEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Asks the restore to end and returns at once. The statement that is running is ended where the database can do that;
     * everything is rolled back, and {@link #await()} then throws a
     * {@link dev.restore.outcome.RestoreCancelledException}. Can be called again.
     *
     * @return false when it comes too late: the commit has begun or the restore is over
     */
    public boolean cancel() {
        return !ended() && run.cancel();
    }

    /**
     * Waits for the end.
     *
     * @return the report; its outcome is never one of failure
     * @throws dev.restore.outcome.RestoreException when the restore did not succeed, as {@link Restore#run()} throws it
     * @throws InterruptedException when the waiting thread is interrupted; the restore goes on
     */
    public RestoreReport await() throws InterruptedException {
        return result.await();
    }

    /**
     * Waits for the end, but not longer than given.
     *
     * @param atMost how long to wait; zero or less only looks
     * @return the report; its outcome is never one of failure
     * @throws dev.restore.outcome.RestoreException when the restore did not succeed, as {@link Restore#run()} throws it
     * @throws TimeoutException when it is not over by then; the restore goes on
     * @throws InterruptedException when the waiting thread is interrupted; the restore goes on
     */
    public RestoreReport await(Duration atMost) throws InterruptedException, TimeoutException {
        return result.await(atMost);
    }

    /** Returns the report as a stage. Completing or cancelling a future made of it does not touch the restore. */
    public CompletionStage<RestoreReport> completion() {
        return result.stage();
    }
}
