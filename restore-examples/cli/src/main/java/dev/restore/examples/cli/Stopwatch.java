package dev.restore.examples.cli;

import java.time.Duration;
import java.time.Instant;

/**
 * When something began. How long it has taken does not depend on the clock, which may be set meanwhile.
 *
 * @param startedAt when it began, by the clock
 * @param startedNanos when it began, by the timer
 */
record Stopwatch(Instant startedAt, long startedNanos) {

    /** Begins now. */
    static Stopwatch start() {
        return new Stopwatch(Instant.now(), System.nanoTime());
    }

    /** Returns how long it has taken until now. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
