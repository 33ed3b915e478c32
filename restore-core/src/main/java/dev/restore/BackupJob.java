package dev.restore;

import dev.restore.engine.export.BackupRun;
import dev.restore.engine.session.LogContext;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.JobSnapshot;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A backup that is written in another thread. Begun by {@link Backup#start}. Safe to use from any thread. */
public final class BackupJob {

    private final BackupRun run;
    private final JobState<BackupReport> state = new JobState<>(report -> RunStatus.COMPLETE);
    private volatile BackupEvent.@Nullable Progress progress;

    private BackupJob(Function<BackupListener, BackupRun> opener) {
        this.run = opener.apply(this::hear);
    }

    static BackupJob start(Function<BackupListener, BackupRun> opener, Executor executor) {
        BackupJob job = new BackupJob(opener);
        job.run.announce();
        try {
            executor.execute(LogContext.carrying(() -> job.state.run(job.run::write)));
        } catch (RuntimeException | Error e) {
            job.withdraw("The executor has not taken the backup; nothing stands under its name.");
            throw e;
        }
        return job;
    }

    private void hear(BackupEvent event) {
        if (event instanceof BackupEvent.Progress latest) {
            progress = latest;
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
        RunStatus status = state.status();
        return new JobSnapshot(
                id(),
                RunKind.BACKUP,
                status,
                run.startedAt().orElse(null),
                run.progress(),
                status.ended() ? state.error() : null);
    }

    /** Returns when it began to run; empty as long as it is {@link RunStatus#PENDING}. */
    public Optional<Instant> startedAt() {
        return run.startedAt();
    }

    /** Returns the step that the backup is in, or was in when it ended. */
    public Phase phase() {
        return run.phase();
    }

    /** Returns whether it is over, however it ended. */
    public boolean ended() {
        return state.ended();
    }

    /** Returns what was told last of the rows; empty before the first are written. */
    public Optional<BackupEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Asks the backup to end and returns at once. The query that is running is ended where the database can do that, what was written
     * is taken away, and {@link #await()} then throws a {@link RestoreCancelledException}. A job that still waits for its thread is
     * over when this returns, and its executor finds nothing to do. Can be called again.
     *
     * @return false when it comes too late: the backup is getting its name or is over
     */
    public boolean cancel() {
        if (ended()) {
            return false;
        }
        return withdraw("The backup was cancelled; nothing stands under its name.") || run.cancel();
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
     * @throws dev.restore.outcome.RestoreException when the backup did not succeed, as {@link Backup#write} throws it
     * @throws InterruptedException when the waiting thread is interrupted; the backup goes on
     */
    public BackupReport await() throws InterruptedException {
        return state.await();
    }

    /**
     * Waits for the end, but not longer than given.
     *
     * @param atMost how long to wait; zero or less only looks
     * @return the report
     * @throws dev.restore.outcome.RestoreException when the backup did not succeed, as {@link Backup#write} throws it
     * @throws TimeoutException when it is not over by then; the backup goes on
     * @throws InterruptedException when the waiting thread is interrupted; the backup goes on
     */
    public BackupReport await(Duration atMost) throws InterruptedException, TimeoutException {
        return state.await(atMost);
    }

    /** Returns the report as a stage. Completing or cancelling a future made of it does not touch the backup. */
    public CompletionStage<BackupReport> completion() {
        return state.stage();
    }
}
