package dev.restore;

import dev.restore.engine.recording.StartableRun;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunStatus;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A restore that runs in another thread. Safe to use from any thread. The outcome of its report is never one of failure.
 *
 * <pre>{@code
 * RestoreJob job = Restore.from(backup).into(dataSource).start();
 * ...
 * job.cancel();
 * }</pre>
 */
public final class RestoreJob extends RunJob<RestoreReport> {

    private final AtomicReference<RestoreEvent.@Nullable Progress> progress;

    private RestoreJob(StartableRun<RestoreReport> run, AtomicReference<RestoreEvent.@Nullable Progress> progress) {
        super(run, report -> RunStatus.of(report.outcome()), "restore", "nothing was changed");
        this.progress = progress;
    }

    static RestoreJob start(Function<RestoreListener, StartableRun<RestoreReport>> opener, Executor executor) {
        AtomicReference<RestoreEvent.@Nullable Progress> progress = new AtomicReference<>();
        RestoreJob job = new RestoreJob(opener.apply(event -> hear(event, progress)), progress);
        job.begin(executor);
        return job;
    }

    private static void hear(RestoreEvent event, AtomicReference<RestoreEvent.@Nullable Progress> progress) {
        if (event instanceof RestoreEvent.Progress latest) {
            progress.set(latest);
        } else if (event instanceof RestoreEvent.StartedOver) {
            progress.set(null);
        }
    }

    /** Returns what was told after the latest batch; empty before the first one is in. */
    public Optional<RestoreEvent.Progress> progress() {
        return Optional.ofNullable(progress.get());
    }
}
