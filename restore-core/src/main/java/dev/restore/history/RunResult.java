package dev.restore.history;

import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended. Immutable; without values of rows.
 *
 * @param status how, one of those that have {@linkplain RunStatus#ended ended}
 * @param counts the account of its rows
 * @param error what ended it, or what a verification or drill found; null when it has succeeded
 * @param report its report as JSON, null when there is none
 */
public record RunResult(
        RunStatus status,
        RunCounts counts,
        @Nullable String error,
        @Nullable String report) {

    /**
     * Checks that it is over.
     *
     * @throws IllegalArgumentException if the status is that of a run that goes on
     */
    public RunResult {
        Objects.requireNonNull(counts, "counts");
        if (!status.ended()) {
            throw new IllegalArgumentException("a run does not end as " + status);
        }
    }
}
