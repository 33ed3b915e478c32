package dev.restore.examples.cli;

import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreEvent.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a bar that grows with the bytes whose rows are in. */
final class BarDisplay implements ProgressDisplay {

    private static final long MEGABYTE = 1_000_000;

    /** Goes to the start of the line and clears it. */
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private @Nullable ProgressBar bar;
    private boolean safetyBackup;

    BarDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void say(String what) {
        err.print(what.isEmpty() ? CLEAR : CLEAR + "restore: " + what + " ...");
        err.flush();
    }

    @Override
    public void expectSafetyBackup() {
        safetyBackup = true;
    }

    @Override
    public void on(RestoreEvent event) {
        if (event instanceof RestoreEvent.Planned) {
            say(safetyBackup ? "writing the safety backup" : "");
        } else if (event instanceof RestoreEvent.Saved || event instanceof RestoreEvent.Finished) {
            say("");
        } else if (event instanceof Progress progress) {
            ProgressBar shown = bar;
            if (shown == null) {
                shown = new ProgressBarBuilder()
                        .setTaskName("restore")
                        .setInitialMax(progress.bytesTotal())
                        .setUnit(" MB", MEGABYTE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .clearDisplayOnFinish()
                        .build();
                bar = shown;
            }
            shown.setExtraMessage(String.format(Locale.ROOT, " %,d rows, %s", progress.rows(), progress.table()));
            shown.stepTo(progress.bytesRead());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        say("");
    }
}
