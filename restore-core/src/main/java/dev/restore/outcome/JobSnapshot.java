package dev.restore.outcome;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a job is at one moment. Immutable. A job that has ended has the progress at which it ended.
 *
 * @param id the id of its run
 * @param kind what it does
 * @param status where it is; never {@link RunStatus#INTERRUPTED}, for then there is no process to ask
 * @param startedAt when it began to run, null as long as it waits
 * @param progress how far it is, with its step; never ahead of what is loaded or written
 * @param error what ended it, null as long as nothing has and when it has succeeded
 */
public record JobSnapshot(
        String id,
        RunKind kind,
        RunStatus status,
        @Nullable Instant startedAt,
        RunProgress progress,
        @Nullable String error) {

    public JobSnapshot {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(progress, "progress");
    }
}
