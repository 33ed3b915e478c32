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
    private final long begun = System.nanoTime();
    private Duration last = Duration.ZERO;
    private boolean safetyBackup;

    LineDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void expectSafetyBackup() {
        safetyBackup = true;
    }

    @Override
    public void on(RestoreEvent event) {
        if (event instanceof RestoreEvent.Planned && safetyBackup) {
            sayLater("planned; writing the safety backup");
        } else if (event instanceof RestoreEvent.Saved saved) {
            sayLater(String.format(
                    Locale.ROOT,
                    "the safety backup is written: %,d row%s",
                    saved.rows(),
                    saved.rows() == 1 ? "" : "s"));
        }
        if (event instanceof Progress progress && progress.elapsed().minus(last).compareTo(PAUSE) >= 0) {
            last = progress.elapsed();
            err.println(describe(progress));
            err.flush();
        }
    }

    /** What was over in no time needs no line. */
    private void sayLater(String what) {
        if (System.nanoTime() - begun >= PAUSE.toNanos()) {
            err.println(what);
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
