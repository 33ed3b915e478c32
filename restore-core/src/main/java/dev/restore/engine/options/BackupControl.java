package dev.restore.engine.options;

import dev.restore.outcome.BackupListener;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a backup may take and who hears of it.
 *
 * @param deadline how long it may take before it is cancelled, more than zero and at most 366 days; null, the default, for as long as
 *     it takes
 * @param listener is told how it goes
 * @param records where it is recorded
 */
public record BackupControl(@Nullable Duration deadline, BackupListener listener, RunRecords records) {

    /**
     * Checks the deadline.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public BackupControl {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(records, "records");
        Deadline.check(deadline);
    }

    /** Returns the control of a backup that takes as long as it takes and tells nobody. */
    public static BackupControl none() {
        return new BackupControl(null, BackupListener.none(), RunRecords.none());
    }

    /** Sets {@link #deadline}. */
    public BackupControl deadline(Duration value) {
        return new BackupControl(value, listener, records);
    }

    /** Adds a listener, told after those that are there. */
    public BackupControl listener(BackupListener next) {
        return new BackupControl(deadline, listener.andThen(next), records);
    }

    /** Sets {@link #records}. */
    public BackupControl records(RunRecords value) {
        return new BackupControl(deadline, listener, value);
    }
}
