package dev.restore.examples.cli;

import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreEvent.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Writes a line every few seconds. */
final class LineDisplay implements ProgressDisplay {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final PrintWriter err;
    private Duration last = Duration.ZERO;

    LineDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void on(RestoreEvent event) {
        if (event instanceof Progress progress && progress.elapsed().minus(last).compareTo(PAUSE) >= 0) {
            last = progress.elapsed();
            err.println(describe(progress));
            err.flush();
        }
    }

    static String describe(Progress progress) {
        String done = progress.fraction()
                .map(f -> String.format(Locale.ROOT, "%3.0f %%, ", Math.floor(f * 100)))
                .orElse("");
        String left = progress.remaining()
                .map(time -> String.format(Locale.ROOT, ", about %d s left", time.toSeconds()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s%,d rows, %,.0f rows/s, table %s%s",
                done,
                progress.rows(),
                progress.rowsPerSecond(),
                progress.table(),
                left);
    }
}
