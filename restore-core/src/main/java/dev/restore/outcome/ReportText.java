package dev.restore.outcome;

import dev.restore.catalog.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Writes a report as text: a headline, a table without the columns that say nothing, and what else must be known. */
final class ReportText {

    /** How many rejected rows are told one by one: more would hide the account. */
    private static final int REJECTS = 10;

    private record Counter(String title, ToLongFunction<TableReport> value, boolean always) {}

    private static final List<Counter> COUNTERS = List.of(
            new Counter("read", TableReport::read, true),
            new Counter("inserted", TableReport::inserted, true),
            new Counter("updated", TableReport::updated, false),
            new Counter("unchanged", TableReport::unchanged, false),
            new Counter("filtered", TableReport::filtered, false),
            new Counter("rejected", TableReport::rejected, false));

    private ReportText() {}

    static String of(RestoreReport report) {
        StringBuilder text = new StringBuilder();
        text.append(headline(report)).append('\n');
        text.append("  ").append(report.backup());
        if (!report.format().isEmpty()) {
            text.append(" (").append(report.format()).append(')');
        }
        if (!report.dialect().isEmpty()) {
            text.append(" into ").append(report.dialect());
        }
        text.append('\n');
        if (!report.tables().isEmpty()) {
            table(text.append('\n'), report);
        }
        List<String> remarks = new ArrayList<>();
        report.keys().stream()
                .filter(table -> !table.plain())
                .forEach(table -> remarks.add("keys of " + table.table() + ": " + table.describe()));
        for (Violation violation : report.violations()) {
            remarks.add("broken: " + violation.describe());
        }
        for (String warning : report.warnings()) {
            remarks.add("warning: " + warning);
        }
        remarks.addAll(LeftOutText.lines(report.leftOut()));
        report.rejects().stream().limit(REJECTS).forEach(row -> remarks.add("rejected: " + row.describe()));
        if (report.totals().rejected() > REJECTS) {
            remarks.add("and " + (report.totals().rejected() - REJECTS) + " more rejected rows");
        }
        if (report.rejectsDir() != null) {
            remarks.add("rejected rows: " + report.rejectsDir());
        }
        if (report.safetyBackup() != null) {
            remarks.add("the way back: " + report.safetyBackup()
                    + " holds these tables as they were; restore it to go back");
        }
        RestoredFiles files = report.files();
        if (files != null) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "files: %s, %,d bytes, %s",
                    count(files.files(), "file"),
                    files.bytes(),
                    files.inPlace() ? "in " + files.directory() : "not in place: they lie in " + files.staged()));
        }
        if (report.error() != null) {
            remarks.add("error: " + report.error());
        }
        if (!remarks.isEmpty()) {
            text.append('\n');
        }
        for (String remark : remarks) {
            text.append("  ").append(remark).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static String headline(RestoreReport report) {
        TableReport totals = report.totals();
        String time = time(report.duration());
        if (report.outcome() == Outcome.FAILED || report.outcome() == Outcome.CANCELLED) {
            return report.outcome() + " after " + time + ", " + count(totals.read(), "row") + " read";
        }
        double seconds = report.duration().toNanos() / 1e9;
        long kept = totals.read() - totals.rejected();
        // Those of an earlier run took their time there.
        double rows = Math.max(0, kept - report.rowsEarlier());
        String rate = seconds == 0 ? "" : String.format(Locale.ROOT, " (%,.0f rows a second)", rows / seconds);
        return report.outcome() + ": "
                + (kept == totals.read()
                        ? count(kept, "row")
                        : String.format(Locale.ROOT, "%,d of %s", kept, count(totals.read(), "row")))
                + " in " + count(report.tables().size(), "table") + " in " + time + rate;
    }

    private static void table(StringBuilder text, RestoreReport report) {
        List<Counter> counters = COUNTERS.stream()
                .filter(c -> c.always() || c.value().applyAsLong(report.totals()) > 0)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("table"));
        counters.forEach(c -> titles.add(c.title()));
        titles.add("time");
        titles.add("how");
        rows.add(titles);
        report.tables().forEach(t -> rows.add(cells(t, counters)));
        if (report.tables().size() > 1) {
            rows.add(cells(report.totals(), counters));
        }
        int columns = titles.size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(width[i] - row.get(i).length());
                boolean words = i == 0 || i == columns - 1;
                line.append("  ").append(words ? row.get(i) + padding : padding + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static List<String> cells(TableReport table, List<Counter> counters) {
        List<String> cells = new ArrayList<>();
        cells.add(table.table());
        for (Counter counter : counters) {
            cells.add(String.format(Locale.ROOT, "%,d", counter.value().applyAsLong(table)));
        }
        cells.add(time(table.duration()));
        cells.add(table.strategy());
        return cells;
    }

    private static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    private static String time(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
