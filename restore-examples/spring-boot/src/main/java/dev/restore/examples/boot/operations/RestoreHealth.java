package dev.restore.examples.boot.operations;

import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunQuery;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down when the last drill has failed, or the last backup is older than it may be. */
public final class RestoreHealth extends AbstractHealthIndicator {

    private final RunHistory history;
    private final @Nullable Duration maxAge;

    RestoreHealth(RunHistory history, @Nullable Duration maxAge) {
        super("the history of runs cannot be read");
        this.history = history;
        this.maxAge = maxAge;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<RunEntry> backup = newest(RunKind.BACKUP, RunStatus.COMPLETE);
        Optional<RunEntry> drill = newest(RunKind.DRILL, RunStatus.COMPLETE, RunStatus.FAILED);
        Duration age = backup.map(run -> Duration.between(run.times().createdAt(), Instant.now()))
                .orElse(null);
        boolean failed = drill.filter(run -> run.status() == RunStatus.FAILED).isPresent();
        boolean old = maxAge != null && (age == null || age.compareTo(maxAge) > 0);
        builder.status(failed || old ? "DOWN" : "UP")
                .withDetail(
                        "lastBackup",
                        backup.map(run -> run.times().createdAt().toString()).orElse("none"))
                .withDetail(
                        "lastDrill",
                        drill.map(run -> run.status().words() + ", "
                                        + run.times().createdAt())
                                .orElse("none"));
        if (age != null) {
            builder.withDetail("lastBackupAgeSeconds", age.toSeconds());
        }
        if (old) {
            builder.withDetail("reason", "the last backup is older than " + maxAge);
        }
        if (failed) {
            builder.withDetail("reason", "the last restore drill has failed");
        }
    }

    private Optional<RunEntry> newest(RunKind kind, RunStatus... statuses) {
        return history.list(RunQuery.newest().kinds(kind).statuses(statuses).limit(1)).stream()
                .findFirst();
    }
}
