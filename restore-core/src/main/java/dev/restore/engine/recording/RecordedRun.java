package dev.restore.engine.recording;

import dev.restore.engine.options.RunRecords;
import dev.restore.history.RunResult;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of which all is recorded that there is to say: its beginning, and one end.
 *
 * @param <R> its report
 */
public abstract class RecordedRun<R> implements StartableRun<R> {

    private final RunKind kind;
    private final RunRecording recording;
    private volatile @Nullable Instant startedAt;
    private volatile long startedNanos = System.nanoTime();

    /** Creates a run that nobody is told of yet. */
    protected RecordedRun(RunSubject subject, RunRecords records) {
        this.kind = subject.kind();
        this.recording = new RunRecording(subject, records);
        recording.cancelledBy(this::cancel);
    }

    /** Returns its recording. */
    protected final RunRecording recording() {
        return recording;
    }

    /** Does the work. Called once, on the thread of the run. */
    protected abstract R work();

    /** Says how it ended. */
    protected abstract RunResult result(R report);

    /** Adds to its report what the history lacks. */
    protected abstract R noting(R report, List<String> lacking);

    /** Tells others of its end, after the history. Does nothing unless overridden. */
    protected void finished(R report) {}

    /** Returns for how long it has been running. */
    protected final Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public final R run() {
        startedAt = Instant.now();
        startedNanos = System.nanoTime();
        R report = recording.around(this::work, this::result, this::noting);
        finished(report);
        return report;
    }

    @Override
    public final String id() {
        return recording.id();
    }

    @Override
    public final RunKind kind() {
        return kind;
    }

    @Override
    public final RunProgress progress() {
        return recording.progress();
    }

    @Override
    public final Phase phase() {
        return recording.progress().phase();
    }

    @Override
    public final Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    @Override
    public final void announce() {
        recording.announce();
    }

    @Override
    public final void withdraw(RestoreException because) {
        recording.failed(because);
    }

    @Override
    public final void cancelledBy(Runnable way) {
        recording.cancelledBy(way);
    }
}
