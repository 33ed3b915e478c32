package dev.restore.engine.options;

import dev.restore.outcome.BackupListener;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a backup may take and who hears of it.
 *
 * @param deadline how long it may take before it is cancelled, or null for as long as it takes
 * @param listener is told how it goes
 */
public record BackupControl(@Nullable Duration deadline, BackupListener listener) {

    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * Checks the deadline.
     *
     * @throws IllegalArgumentException if it is not more than zero and at most 366 days
     */
    public BackupControl {
        Objects.requireNonNull(listener, "listener");
        if (deadline != null && (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("deadline must be more than zero and at most 366 days, not " + deadline);
        }
    }

    /** Returns the control of a backup that takes as long as it takes and tells nobody. */
    public static BackupControl none() {
        return new BackupControl(null, BackupListener.none());
    }
}
