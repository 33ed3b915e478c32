package dev.restore;

import dev.restore.engine.export.BackupRun;
import dev.restore.engine.session.LogContext;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A backup that is written in another thread. Begun by {@link Backup#start}. Safe to use from any thread. */
public final class BackupJob {

    private final BackupRun run;
    private final PendingReport<BackupReport> result = new PendingReport<>();
    private volatile BackupEvent.@Nullable Progress progress;

    private BackupJob(Function<BackupListener, BackupRun> opener) {
        this.run = opener.apply(this::hear);
    }

    static BackupJob start(Function<BackupListener, BackupRun> opener, Path target, Executor executor) {
        BackupJob job = new BackupJob(opener);
        executor.execute(LogContext.carrying(() -> job.result.complete(() -> job.run.write(target))));
        return job;
    }

    private void hear(BackupEvent event) {
        if (event instanceof BackupEvent.Progress latest) {
            progress = latest;
        }
    }

    /** Returns the step that the backup is in, or was in when it ended. */
    public Phase phase() {
        return run.phase();
    }

    /** Returns whether it is over, however it ended. */
    public boolean ended() {
        return result.ended();
    }

    /** Returns what was told last of the rows; empty before the first are written. */
    public Optional<BackupEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Asks the backup to end and returns at once. The query that is running is ended where the database can do that, what was written
     * is taken away, and {@link #await()} then throws a {@link dev.restore.outcome.RestoreCancelledException}. Can be called again.
     *
     * @return false when it comes too late: the backup is getting its name or is over
     */
    public boolean cancel() {
        return !ended() && run.cancel();
    }

    /**
     * Waits for the end.
     *
     * @return the report
     * @throws dev.restore.outcome.RestoreException when the backup did not succeed, as {@link Backup#write} throws it
     * @throws InterruptedException when the waiting thread is interrupted; the backup goes on
     */
    public BackupReport await() throws InterruptedException {
        return result.await();
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
        return result.await(atMost);
    }

    /** Returns the report as a stage. Completing or cancelling a future made of it does not touch the backup. */
    public CompletionStage<BackupReport> completion() {
        return result.stage();
    }
}
