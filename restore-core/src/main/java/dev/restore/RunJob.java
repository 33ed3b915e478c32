package dev.restore;

import dev.restore.engine.recording.StartableRun;
import dev.restore.engine.session.LogContext;
import dev.restore.outcome.JobSnapshot;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A run of any kind that goes on in another thread. Safe to use from any thread.
 *
 * @param <R> its report
 */
public abstract sealed class RunJob<R> permits RestoreJob, BackupJob, VerificationJob, DrillJob {

    private final StartableRun<R> run;
    private final JobState<R> state;
    private final String what;
    private final String unchanged;

    /**
     * Creates the job of a run.
     *
     * @param statusOf says how a run ended that has a report
     * @param what it is, in a word for messages
     * @param unchanged what messages say of the state when it was ended
     */
    RunJob(StartableRun<R> run, Function<R, RunStatus> statusOf, String what, String unchanged) {
        this.run = run;
        this.state = new JobState<>(statusOf);
        this.what = what;
        this.unchanged = unchanged;
    }

    /** Says that the run waits, and gives it to an executor. */
    final void begin(Executor executor) {
        run.cancelledBy(this::cancel);
        run.announce();
        try {
            executor.execute(LogContext.carrying(() -> state.run(run::run)));
        } catch (RuntimeException | Error e) {
            withdraw("The executor has not taken the " + what + "; " + unchanged + ".");
            throw e;
        }
    }

    /** Runs each task in a daemon thread of its own. */
    static Executor thread(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        };
    }

    /** Returns the id of the run, the same as that of its entry in a history. */
    public final String id() {
        return run.id();
    }

    /** Returns where it is. */
    public final RunStatus status() {
        return state.status();
    }

    /** Returns where it is and how far, at one moment. */
    public final JobSnapshot snapshot() {
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
    public final Optional<Instant> startedAt() {
        return run.startedAt();
    }

    /** Returns the step that it is in, or was in when it ended; the first one before it begins. */
    public final Phase phase() {
        return run.phase();
    }

    /** Returns whether it is over, however it ended. */
    public final boolean ended() {
        return state.ended();
    }

    /**
     * Asks it to end and returns at once. The statement that is running is ended where the database can do that; everything is rolled
     * back, what was written is taken away, and {@link #await()} then throws a {@link RestoreCancelledException}. A job that still waits
     * for its thread is over when this returns, and its executor finds nothing to do. Can be called again.
     *
     * @return false when it comes too late: the commit has begun, a backup is getting its name, or it is over
     */
    public final boolean cancel() {
        if (ended()) {
            return false;
        }
        return withdraw("The " + what + " was cancelled; " + unchanged + ".") || run.cancel();
    }

    private boolean withdraw(String words) {
        if (!state.withdraw()) {
            return false;
        }
        RestoreCancelledException because =
                new RestoreCancelledException(Phase.OPEN, false, RestoreCancelledException.Reason.CANCELLED, words);
        run.withdraw(because);
        state.fail(because);
        return true;
    }

    /**
     * Waits for the end.
     *
     * @return the report
     * @throws dev.restore.outcome.RestoreException when it did not succeed
     * @throws InterruptedException when the waiting thread is interrupted; the run goes on
     */
    public final R await() throws InterruptedException {
        return state.await();
    }

    /**
     * Waits for the end, but not longer than given.
     *
     * @param atMost how long to wait; zero or less only looks
     * @return the report
     * @throws dev.restore.outcome.RestoreException when it did not succeed
     * @throws TimeoutException when it is not over by then; the run goes on
     * @throws InterruptedException when the waiting thread is interrupted; the run goes on
     */
    public final R await(Duration atMost) throws InterruptedException, TimeoutException {
        return state.await(atMost);
    }

    /** Returns the report as a stage. Completing or cancelling a future made of it does not touch the run. */
    public final CompletionStage<R> completion() {
        return state.stage();
    }
}
