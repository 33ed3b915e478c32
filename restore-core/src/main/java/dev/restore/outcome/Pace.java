package dev.restore.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows from how far a run is and how long it took.
 *
 * @param rows how many rows are done
 * @param rowsEarlier how many of them an earlier run has done
 * @param bytes how many bytes are done
 * @param bytesEarlier how many of them an earlier run has done
 * @param bytesTotal how many bytes there are, not above 0 when that is not known
 * @param elapsed how long this run took
 */
record Pace(long rows, long rowsEarlier, long bytes, long bytesEarlier, long bytesTotal, Duration elapsed) {

    double rowsPerSecond() {
        return elapsed.isZero() ? 0 : (rows - rowsEarlier) * 1e9 / elapsed.toNanos();
    }

    Optional<Double> fraction() {
        return bytesTotal <= 0 ? Optional.empty() : Optional.of(Math.min(1.0, (double) bytes / bytesTotal));
    }

    Optional<Duration> remaining() {
        long done = bytes - bytesEarlier;
        return bytesTotal <= 0 || done <= 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos((long) ((double) elapsed.toNanos() * Math.max(0, bytesTotal - bytes) / done)));
    }
}
