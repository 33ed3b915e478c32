package dev.restore;

import dev.restore.engine.restore.RestoreRun;
import dev.restore.engine.session.LogContext;
import dev.restore.outcome.JobSnapshot;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunStatus;
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
    private final JobState<RestoreReport> state = new JobState<>(report -> RunStatus.of(report.outcome()));
    private volatile RestoreEvent.@Nullable Progress progress;

    private RestoreJob(Function<RestoreListener, RestoreRun> opener) {
        this.run = opener.apply(this::hear);
    }

    static RestoreJob start(Function<RestoreListener, RestoreRun> opener, Executor executor) {
        RestoreJob job = new RestoreJob(opener);
        job.run.announce();
        try {
            executor.execute(LogContext.carrying(() -> job.state.run(job.run::run)));
        } catch (RuntimeException | Error e) {
            job.withdraw(new RestoreCancelledException(
                    Phase.OPEN,
                    false,
                    RestoreCancelledException.Reason.CANCELLED,
                    "The executor has not taken the restore; nothing was changed."));
            throw e;
        }
        return job;
    }

    private void hear(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress latest) {
            progress = latest;
        } else if (event instanceof RestoreEvent.StartedOver) {
            progress = null;
        }
    }

    /** Returns the id of the run, the same as that of its entry in a history. */
    public String id() {
        return run.id();
    }

    /** Returns where it is. */
    public RunStatus status() {
        return state.status();
    }

    /** Returns where it is and how far, at one moment. */
    public JobSnapshot snapshot() {
        // The status comes first: what it knows of the progress is then at least as late.
        RunStatus status = state.status();
        return new JobSnapshot(
                id(),
                run.kind(),
                status,
                run.startedAt().orElse(null),
                run.progress(),
                status.ended() ? state.error() : null);
    }

    /** Returns when it began to run; empty as long as it is {@link RunStatus#PENDING}. */
    public Optional<Instant> startedAt() {
        return run.startedAt();
    }

    /** Returns the step that the restore is in, or was in when it ended; the first one before it begins. */
    public Phase phase() {
        return run.phase();
    }

    /** Returns whether it is over, however it ended. */
    public boolean ended() {
        return state.ended();
    }

    /** Returns what was told after the latest batch; empty before the first one is in. */
    public Optional<RestoreEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Asks the restore to end and returns at once. The statement that is running is ended where the database can do that;
     * everything is rolled back, and {@link #await()} then throws a {@link RestoreCancelledException}. A job that still waits for its
     * thread is over when this returns, and its executor finds nothing to do. Can be called again.
     *
     * @return false when it comes too late: the commit has begun or the restore is over
     */
    public boolean cancel() {
        if (ended()) {
            return false;
        }
        return withdraw(new RestoreCancelledException(Phase.OPEN, false)) || run.cancel();
    }

    private boolean withdraw(RestoreCancelledException because) {
        if (!state.withdraw()) {
            return false;
        }
        run.withdraw(because);
        state.fail(because);
        return true;
    }

    /**
     * Waits for the end.
     *
     * @return the report; its outcome is never one of failure
     * @throws dev.restore.outcome.RestoreException when the restore did not succeed, as {@link Restore#run()} throws it
     * @throws InterruptedException when the waiting thread is interrupted; the restore goes on
     */
    public RestoreReport await() throws InterruptedException {
        return state.await();
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
        return state.await(atMost);
    }

    /** Returns the report as a stage. Completing or cancelling a future made of it does not touch the restore. */
    public CompletionStage<RestoreReport> completion() {
        return state.stage();
    }
}
