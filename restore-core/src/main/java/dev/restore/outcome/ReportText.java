package dev.restore.outcome;

import dev.restore.catalog.Violation;
import java.util.Locale;

/** Writes a report as text. */
final class ReportText {

    private ReportText() {}

    static String of(RestoreReport report) {
        StringBuilder text = new StringBuilder();
        TableReport totals = report.totals();
        double seconds = report.duration().toNanos() / 1e9;
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows in %d tables, %.2f s (%,.0f rows/s)%n",
                report.outcome(),
                totals.read() - totals.rejected(),
                totals.read(),
                report.tables().size(),
                seconds,
                seconds == 0 ? 0 : totals.read() / seconds));
        text.append(String.format("  %s (%s) into %s%n", report.backup(), report.format(), report.dialect()));
        int width =
                report.tables().stream().mapToInt(t -> t.table().length()).max().orElse(5);
        width = Math.max(width, 5);
        String line = "  %-" + width + "s %,12d %,12d %,10d %,10d %,10d %,10d %9d  %s%n";
        text.append(String.format(
                "  %-" + width + "s %12s %12s %10s %10s %10s %10s %9s  %s%n",
                "table",
                "read",
                "inserted",
                "updated",
                "unchanged",
                "filtered",
                "rejected",
                "ms",
                "how"));
        for (TableReport t : report.tables()) {
            text.append(String.format(
                    Locale.ROOT,
                    line,
                    t.table(),
                    t.read(),
                    t.inserted(),
                    t.updated(),
                    t.unchanged(),
                    t.filtered(),
                    t.rejected(),
                    t.duration().toMillis(),
                    t.strategy()));
        }
        for (Violation violation : report.violations()) {
            text.append("  broken: ").append(violation.describe()).append('\n');
        }
        for (String warning : report.warnings()) {
            text.append("  warning: ").append(warning).append('\n');
        }
        if (report.rejectsDir() != null) {
            text.append("  rejected rows: ").append(report.rejectsDir()).append('\n');
        }
        if (report.error() != null) {
            text.append("  error: ").append(report.error()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
