package dev.restore.engine;

import dev.restore.backup.BackupSource;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run. */
public final class RestoreRun {

    private final BackupSource source;
    private final ConnectionSource target;
    private final RestoreOptions options;
    private @Nullable RestoreReport report;
    private @Nullable RestorePlan plan;

    /** Creates a run. */
    public RestoreRun(BackupSource source, ConnectionSource target, RestoreOptions options) {
        this.source = source;
        this.target = target;
        this.options = options;
    }

    /** Plans. */
    public RestorePlan plan() {
        return Objects.requireNonNull(plan, source.name() + target + options);
    }

    /** Runs. */
    public RestoreReport run() {
        return Objects.requireNonNull(report);
    }
}
