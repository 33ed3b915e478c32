package dev.restore;

import dev.restore.engine.recording.StartableRun;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.RunStatus;
import java.util.concurrent.Executor;

/**
 * A drill that runs in another thread. Begun by {@link BackupDrill#start}. Safe to use from any thread. Where rows did not come back it
 * is {@link RunStatus#FAILED}, and the report says which.
 */
public final class DrillJob extends RunJob<DrillReport> {

    private DrillJob(StartableRun<DrillReport> run) {
        super(run, report -> report.passed() ? RunStatus.COMPLETE : RunStatus.FAILED, "drill", "nothing was changed");
    }

    static DrillJob start(StartableRun<DrillReport> run, Executor executor) {
        DrillJob job = new DrillJob(run);
        job.begin(executor);
        return job;
    }
}
