package dev.restore.engine.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a run may take at most. */
final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(366);

    private Deadline() {}

    /**
     * Checks a deadline.
     *
     * @throws IllegalArgumentException if there is one that is not more than zero and at most 366 days
     */
    static void check(@Nullable Duration deadline) {
        if (deadline != null && (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("deadline must be more than zero and at most 366 days, not " + deadline);
        }
    }
}
