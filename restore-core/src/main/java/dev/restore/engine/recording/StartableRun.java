package dev.restore.engine.recording;

import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that may wait for its thread before it begins. All but {@link #run} may be called from any thread.
 *
 * @param <R> its report
 */
public interface StartableRun<R> {

    /** Returns its id. */
    String id();

    /** Returns what it does. */
    RunKind kind();

    /** Returns how far it is. */
    RunProgress progress();

    /** Returns the step that it is in, or was in when it ended. */
    Phase phase();

    /** Returns when it began, empty when it has not begun. */
    Optional<Instant> startedAt();

    /** Says in the history that it waits for its thread. Throws what begins no run. */
    void announce();

    /** Ends a run that has been announced and does not begin. */
    void withdraw(RestoreException because);

    /** Runs. To be called once. */
    R run();

    /**
     * Asks it to end, before or while it runs.
     *
     * @return false when it comes too late
     */
    boolean cancel();

    /** Sets how it is cancelled when somebody asks for that through its history. Default: {@link #cancel}. */
    void cancelledBy(Runnable way);
}
