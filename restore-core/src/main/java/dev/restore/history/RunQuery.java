package dev.restore.history;

import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.util.Set;

/**
 * Which runs are looked for, the newest first. Immutable.
 *
 * @param kinds what they do; empty, the default, for any
 * @param statuses where they are; empty, the default, for any
 * @param limit how many at most, from 1 to 10,000; by default 100
 * @param offset how many of the newest are passed over, 0 by default
 */
public record RunQuery(Set<RunKind> kinds, Set<RunStatus> statuses, int limit, int offset) {

    private static final int MAX_LIMIT = 10_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the limit or the offset is out of its range
     */
    public RunQuery {
        kinds = Set.copyOf(kinds);
        statuses = Set.copyOf(statuses);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is from 1 to " + MAX_LIMIT + ", not " + limit);
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset is 0 or more, not " + offset);
        }
    }

    /** Returns the query for the 100 newest runs. */
    public static RunQuery newest() {
        return new RunQuery(Set.of(), Set.of(), 100, 0);
    }

    /** Sets {@link #kinds}. */
    public RunQuery kinds(RunKind... wanted) {
        return new RunQuery(Set.of(wanted), statuses, limit, offset);
    }

    /** Sets {@link #statuses}. */
    public RunQuery statuses(RunStatus... wanted) {
        return new RunQuery(kinds, Set.of(wanted), limit, offset);
    }

    /** Sets {@link #limit}. */
    public RunQuery limit(int most) {
        return new RunQuery(kinds, statuses, most, offset);
    }

    /** Sets {@link #offset}. */
    public RunQuery offset(int passedOver) {
        return new RunQuery(kinds, statuses, limit, passedOver);
    }
}
