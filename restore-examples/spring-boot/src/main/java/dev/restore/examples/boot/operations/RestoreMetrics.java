package dev.restore.examples.boot.operations;

import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Binds runs to Micrometer: {@code restore.rows}, {@code restore.bytes}, {@code restore.rejects}, {@code restore.rate} in rows per second,
 * {@code restore.phase} and {@code restore.run} as timers; tagged with the kind of run.
 */
final class RestoreMetrics implements RunObserver {

    private final MeterRegistry meters;
    private final AtomicLong rate = new AtomicLong();

    RestoreMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("restore.rate", rate, AtomicLong::doubleValue)
                .description("Rows per second of the run that runs, 0 when none does")
                .baseUnit("rows")
                .register(meters);
    }

    @Override
    public Observation begun(RunKind kind, String id, String backup) {
        return new Measured(kind.name().toLowerCase(Locale.ROOT));
    }

    /** What is measured of one run. */
    private final class Measured implements Observation {

        private final String kind;
        private final Timer.Sample run = Timer.start(meters);
        private Timer.@Nullable Sample step;
        private @Nullable Phase phase;
        private long rows;
        private long bytes;

        Measured(String kind) {
            this.kind = kind;
        }

        @Override
        public void phase(Phase next) {
            endStep();
            phase = next;
            step = Timer.start(meters);
        }

        @Override
        public void progress(RunProgress progress) {
            count(progress);
            rate.set(Math.round(progress.rowsPerSecond()));
        }

        private void count(RunProgress progress) {
            long newRows = progress.rows() - progress.rowsEarlier();
            long newBytes = progress.bytesRead() - progress.bytesEarlier();
            // After a start over the counts begin anew: what was rolled back has been counted, as work that was done.
            counter("restore.rows", "rows").increment((double) (newRows >= rows ? newRows - rows : newRows));
            counter("restore.bytes", "bytes").increment((double) (newBytes >= bytes ? newBytes - bytes : newBytes));
            rows = newRows;
            bytes = newBytes;
        }

        @Override
        public void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
            endStep();
            rate.set(0);
            count(progress);
            counter("restore.rejects", "rows").increment((double) counts.rejected());
            run.stop(Timer.builder("restore.run")
                    .tag("kind", kind)
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(meters));
        }

        private void endStep() {
            Timer.Sample sample = step;
            Phase ended = phase;
            if (sample != null && ended != null) {
                sample.stop(Timer.builder("restore.phase")
                        .tag("kind", kind)
                        .tag("phase", ended.name().toLowerCase(Locale.ROOT))
                        .register(meters));
            }
        }

        private Counter counter(String name, String unit) {
            return Counter.builder(name).baseUnit(unit).tag("kind", kind).register(meters);
        }
    }
}
