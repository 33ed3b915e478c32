package dev.restore;

import dev.restore.engine.recording.StartableRun;
import dev.restore.outcome.RunStatus;
import dev.restore.outcome.VerifyReport;
import java.util.concurrent.Executor;

/**
 * A verification that runs in another thread. Begun by {@link BackupVerification#start}. Safe to use from any thread. Where there are
 * differences it is {@link RunStatus#FAILED}, and the report says which.
 */
public final class VerificationJob extends RunJob<VerifyReport> {

    private VerificationJob(StartableRun<VerifyReport> run) {
        super(
                run,
                report -> report.agrees() ? RunStatus.COMPLETE : RunStatus.FAILED,
                "verification",
                "nothing was changed");
    }

    static VerificationJob start(StartableRun<VerifyReport> run, Executor executor) {
        VerificationJob job = new VerificationJob(run);
        job.begin(executor);
        return job;
    }
}
