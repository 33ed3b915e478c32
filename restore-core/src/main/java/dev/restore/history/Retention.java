package dev.restore.history;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a history need not keep: those that ended longer ago than an age, and those beyond a number of newer ones. Runs that
 * may still run, and interrupted ones that nobody has closed, are always kept. Immutable.
 *
 * @param age how long runs are kept after their end, zero or more; null for as long as their number allows
 * @param runs how many ended runs are kept, zero or more; {@link Integer#MAX_VALUE} for as many as their age allows
 */
public record Retention(@Nullable Duration age, int runs) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the age or the number is negative
     */
    public Retention {
        if (age != null && age.isNegative()) {
            throw new IllegalArgumentException("age is zero or more, not " + age);
        }
        if (runs < 0) {
            throw new IllegalArgumentException("runs is zero or more, not " + runs);
        }
    }

    /** Keeps runs for so long after their end. */
    public static Retention of(Duration age) {
        return new Retention(Objects.requireNonNull(age, "age"), Integer.MAX_VALUE);
    }

    /** Keeps so many of the ended runs, the newest. */
    public static Retention ofRuns(int runs) {
        return new Retention(null, runs);
    }
}
