package dev.restore.history;

import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run while it waits or runs. Immutable; without secrets.
 *
 * @param status {@link RunStatus#PENDING} or {@link RunStatus#RUNNING}
 * @param backup what is known of its backup by now
 * @param target what it works on: the database's address without user, password and parameters, where that is known
 * @param progress how far it is
 * @param safetyBackup where the safety backup is, null when there is none yet
 */
public record RunUpdate(
        RunStatus status,
        BackupFacts backup,
        String target,
        RunProgress progress,
        @Nullable String safetyBackup) {

    public RunUpdate {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
    }
}
