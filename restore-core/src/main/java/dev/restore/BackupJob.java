package dev.restore;

import dev.restore.engine.recording.StartableRun;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.RunStatus;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A backup that is written in another thread. Begun by {@link Backup#start}. Safe to use from any thread. */
public final class BackupJob extends RunJob<BackupReport> {

    private final AtomicReference<BackupEvent.@Nullable Progress> progress;

    private BackupJob(StartableRun<BackupReport> run, AtomicReference<BackupEvent.@Nullable Progress> progress) {
        super(run, report -> RunStatus.COMPLETE, "backup", "nothing stands under its name");
        this.progress = progress;
    }

    static BackupJob start(Function<BackupListener, StartableRun<BackupReport>> opener, Executor executor) {
        AtomicReference<BackupEvent.@Nullable Progress> progress = new AtomicReference<>();
        StartableRun<BackupReport> run = opener.apply(event -> {
            if (event instanceof BackupEvent.Progress latest) {
                progress.set(latest);
            }
        });
        BackupJob job = new BackupJob(run, progress);
        job.begin(executor);
        return job;
    }

    /** Returns what was told last of the rows; empty before the first are written. */
    public Optional<BackupEvent.Progress> progress() {
        return Optional.ofNullable(progress.get());
    }
}
