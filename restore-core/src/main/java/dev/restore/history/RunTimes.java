package dev.restore.history;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When things happened, by the clock of the history's database, in milliseconds. Immutable.
 *
 * @param createdAt when the run was asked for
 * @param startedAt when it began to run, null as long as it waits
 * @param endedAt when it ended or was closed, null before that
 * @param heartbeatAt when it was last heard of
 */
public record RunTimes(
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant heartbeatAt) {

    public RunTimes {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(heartbeatAt, "heartbeatAt");
    }
}
