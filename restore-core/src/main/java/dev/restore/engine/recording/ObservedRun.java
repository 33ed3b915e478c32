package dev.restore.engine.recording;

import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer of one run. One that fails is told nothing more, and ends nothing. */
final class ObservedRun {

    private static final Logger LOG = LoggerFactory.getLogger(ObservedRun.class);

    private final RunObserver observer;
    private RunObserver.@Nullable Observation observation;
    private @Nullable Phase told;

    ObservedRun(RunObserver observer) {
        this.observer = observer;
    }

    synchronized void begun(RunSubject subject, String id) {
        try {
            observation = observer.begun(subject.kind(), id, subject.backup());
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Tells a step, unless it was the one told last. */
    synchronized void phase(Phase phase) {
        if (phase != told) {
            told = phase;
            tell(observed -> observed.phase(phase));
        }
    }

    synchronized void progress(RunProgress progress) {
        tell(observed -> observed.progress(progress));
    }

    synchronized void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
        tell(observed -> observed.ended(status, counts, progress, failure));
        observation = null;
    }

    private void tell(Consumer<RunObserver.Observation> event) {
        RunObserver.Observation observed = observation;
        if (observed == null) {
            return;
        }
        try {
            event.accept(observed);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        observation = null;
        LOG.warn("an observer of runs failed, and is told nothing more of this run", e);
    }
}
