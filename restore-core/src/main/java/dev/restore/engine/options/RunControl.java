package dev.restore.engine.options;

import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RunKind;
import dev.restore.plan.RestorePlan;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How long a restore may take, who allows it and who hears of it. Has no influence on what is restored, and is not a value.
 *
 * @param deadline how long a run may take before it is cancelled, more than zero and at most 366 days; null, the default, for as long
 *     as it takes
 * @param approval is shown the plan before anything is changed, and ends the run by returning false; by default it returns true
 * @param listener is told how the run goes
 * @param kind {@link RunKind#RESTORE}, or {@link RunKind#UNDO} for the way back from one
 * @param records where the run is recorded
 */
public record RunControl(
        @Nullable Duration deadline,
        Predicate<RestorePlan> approval,
        RestoreListener listener,
        RunKind kind,
        RunRecords records) {

    /**
     * Checks the deadline.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public RunControl {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(records, "records");
        Deadline.check(deadline);
    }

    /** Returns the control of a run that takes as long as it takes, needs no approval and tells nobody. */
    public static RunControl none() {
        return new RunControl(null, plan -> true, RestoreListener.none(), RunKind.RESTORE, RunRecords.none());
    }

    /** Sets {@link #deadline}. */
    public RunControl deadline(Duration value) {
        return new RunControl(value, approval, listener, kind, records);
    }

    /** Sets {@link #approval}. */
    public RunControl approval(Predicate<RestorePlan> value) {
        return new RunControl(deadline, value, listener, kind, records);
    }

    /** Adds a listener, told after those that are there. */
    public RunControl listener(RestoreListener next) {
        return new RunControl(deadline, approval, listener.andThen(next), kind, records);
    }

    /** Says that the run is the way back from a restore. */
    public RunControl undo() {
        return new RunControl(deadline, approval, listener, RunKind.UNDO, records);
    }

    /** Sets {@link #records}. */
    public RunControl records(RunRecords value) {
        return new RunControl(deadline, approval, listener, kind, value);
    }
}
