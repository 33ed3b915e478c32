package dev.restore.engine;

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

    public BackupControl {
        Objects.requireNonNull(listener, "listener");
        Watch.requireInRange(deadline);
    }

    /** Returns the control of a backup that takes as long as it takes and tells nobody. */
    public static BackupControl none() {
        return new BackupControl(null, BackupListener.none());
    }
}
