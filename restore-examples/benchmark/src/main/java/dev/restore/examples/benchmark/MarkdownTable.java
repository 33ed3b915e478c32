package dev.restore.examples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints results as Markdown. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(List<Result> results) {
        StringBuilder text =
                new StringBuilder("| case | rows | time | system | median s | least to most s | rows/s | MiB |"
                        + " Restore's time / its time |\n|---|---|---|---|---|---|---|---|---|\n");
        for (Result result : results) {
            for (Series series : result.series()) {
                text.append(line(result, series));
            }
        }
        text.append("\n| case | bar | measured | reached |\n|---|---|---|---|\n");
        for (Result result : results) {
            for (Bar bar : result.of().bars()) {
                Optional<Double> value = result.value(bar);
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s |%n",
                        result.of().name(),
                        bar.text(),
                        value.map(number -> String.format(Locale.ROOT, "%.2f", number))
                                .orElse("not measured"),
                        value.map(number -> Result.reached(bar, number) ? "yes" : "**no**")
                                .orElse("")));
            }
        }
        for (Result result : results) {
            for (String note : result.notes()) {
                text.append("\n")
                        .append(result.of().name())
                        .append(": ")
                        .append(note)
                        .append("\n");
            }
            for (Series series : result.series()) {
                series.runs().get(0).figures().keySet().stream()
                        .sorted()
                        .forEach(name -> text.append(String.format(
                                Locale.ROOT,
                                "%n%s, %s: %s %.2f%n",
                                result.of().name(),
                                series.peer(),
                                name,
                                series.figure(name))));
            }
        }
        return text.toString();
    }

    private static String line(Result result, Series series) {
        Clock clock = result.of().clock();
        double[] sorted = series.seconds(clock);
        java.util.Arrays.sort(sorted);
        double median = series.median(clock);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %.4f | %.4f to %.4f | %.0f | %s | %.2f |%n",
                result.of().name(),
                result.of().data().rows(),
                clock.text,
                series.peer(),
                median,
                sorted[0],
                sorted[sorted.length - 1],
                result.of().data().rows() / median,
                series.memory() == 0 ? "" : String.format(Locale.ROOT, "%.0f", series.memory() / (1 << 20)),
                result.first().ratio(series, clock));
    }
}
