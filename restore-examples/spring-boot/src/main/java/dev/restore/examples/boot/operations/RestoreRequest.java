package dev.restore.examples.boot.operations;

import dev.restore.plan.Mode;
import org.jspecify.annotations.Nullable;

/**
 * How a backup is to be restored.
 *
 * @param mode what becomes of the rows that are there; default {@link Mode#REPLACE}
 * @param rejectRows whether bad rows are set aside and the others go in; default false: all or nothing
 * @param resumable whether it commits as it goes, so that another run can go on where it stood; default false
 * @param confirm the name of the database, which a run that replaces rows asks for
 */
public record RestoreRequest(
        @Nullable Mode mode,
        @Nullable Boolean rejectRows,
        @Nullable Boolean resumable,
        @Nullable String confirm) {

    Mode modeOrDefault() {
        return mode == null ? Mode.REPLACE : mode;
    }

    boolean rejecting() {
        return Boolean.TRUE.equals(rejectRows);
    }

    boolean resuming() {
        return Boolean.TRUE.equals(resumable);
    }

    RestoreRequest settled() {
        return new RestoreRequest(modeOrDefault(), rejecting(), resuming(), null);
    }
}
