package dev.restore.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Measures and traces runs of all kinds, for whatever a host program measures and traces with. One observer may be told of many runs at
 * the same time, so it is safe for use by several threads; each run has an {@link Observation} of its own.
 *
 * <p>What an observer throws is logged and ends nothing: of that run it is told nothing more.
 *
 * <pre>{@code
 * RunObserver timing = (kind, id, backup) -> {
 *     Span span = tracer.spanBuilder("restore " + kind).startSpan();
 *     return new RunObserver.Observation() {
 *         @Override public void phase(Phase phase) { span.addEvent(phase.name()); }
 *         @Override public void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
 *             span.setAttribute("rows", counts.read()).end();
 *         }
 *     };
 * };
 * }</pre>
 */
@FunctionalInterface
public interface RunObserver {

    /**
     * A run begins. Called on the thread that runs it, before anything else of it.
     *
     * @param kind what it does
     * @param id its id, the same as that of its job and of its entry in a history
     * @param backup the name of its backup
     * @return what is told of it
     */
    Observation begun(RunKind kind, String id, String backup);

    /** Returns an observer that does nothing. */
    static RunObserver none() {
        return (kind, id, backup) -> new Observation() {};
    }

    /** Returns an observer that tells this one first and then another; at the end the other one first, so that scopes nest. */
    default RunObserver andThen(RunObserver next) {
        return (kind, id, backup) -> {
            Observation first = begun(kind, id, backup);
            Observation second = next.begun(kind, id, backup);
            return new Observation() {
                @Override
                public void phase(Phase phase) {
                    first.phase(phase);
                    second.phase(phase);
                }

                @Override
                public void progress(RunProgress progress) {
                    first.progress(progress);
                    second.progress(progress);
                }

                @Override
                public void ended(
                        RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
                    second.ended(status, counts, progress, failure);
                    first.ended(status, counts, progress, failure);
                }
            };
        };
    }

    /** What is told of one run. */
    interface Observation {

        /**
         * A step begins, and with it the one before it ends. Called on the thread that runs.
         *
         * @param phase the step; each is told at most once in a row
         */
        default void phase(Phase phase) {}

        /**
         * A batch is in, or rows are written. Called by the thread that has loaded them, by one at a time; some tens of times in a second
         * at most, never for each row. Counts begin anew where a restore starts over.
         */
        default void progress(RunProgress progress) {}

        /**
         * The run is over, and with it its last step. Called once, on the thread that runs.
         *
         * @param status how it ended
         * @param counts the account of its rows
         * @param progress how far it was
         * @param failure what ended it, null when it has succeeded or has found differences
         */
        default void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {}
    }
}
