package dev.restore.examples.cli;

import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreEvent.Progress;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws a bar that grows with the bytes whose rows are in. */
final class BarDisplay implements ProgressDisplay {

    private static final long MEGABYTE = 1_000_000;

    private @Nullable ProgressBar bar;

    @Override
    public void on(RestoreEvent event) {
        if (event instanceof Progress progress) {
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
    }
}
