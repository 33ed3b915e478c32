package dev.restore.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param rows the rows that stand for a million; the larger and smaller cases follow
 * @param runs how often each system is measured
 * @param only names of cases, a star at the end standing for anything; empty for all but the largest
 * @param postgres a JDBC URL with user and password in it, or null for the embedded one
 * @param heap the heap of each JVM
 * @param work where data and databases lie
 * @param history the file that gets a line for each invocation
 * @param chart the picture
 */
record Options(
        long rows,
        int runs,
        List<String> only,
        @Nullable String postgres,
        String heap,
        Path work,
        Path history,
        Path chart) {

    static final String USAGE = "usage: benchmark.jar [--rows N] [--runs N] [--only CASE,...] [--postgres JDBC_URL]"
            + " [--heap 1g] [--work DIR] [--history FILE] [--chart FILE]";

    static Options parse(String... arguments) {
        Options options = new Options(
                Cases.MILLION,
                5,
                List.of(),
                null,
                "1g",
                Path.of("restore-examples/benchmark/target/benchmark"),
                Path.of("restore-examples/benchmark/history.ndjson"),
                Path.of("restore-examples/benchmark/target/benchmark.svg"));
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            options = options.with(arguments[i], arguments[i + 1]);
        }
        if (options.rows < 1_000 || options.runs < 1) {
            throw new IllegalArgumentException("--rows is 1,000 at least and --runs 1; " + USAGE);
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rows" -> new Options(Long.parseLong(value), runs, only, postgres, heap, work, history, chart);
            case "--runs" -> new Options(rows, Integer.parseInt(value), only, postgres, heap, work, history, chart);
            case "--only" ->
                new Options(rows, runs, List.of(value.split(",", -1)), postgres, heap, work, history, chart);
            case "--postgres" -> new Options(rows, runs, only, value, heap, work, history, chart);
            case "--heap" -> new Options(rows, runs, only, postgres, value, work, history, chart);
            case "--work" -> new Options(rows, runs, only, postgres, heap, Path.of(value), history, chart);
            case "--history" -> new Options(rows, runs, only, postgres, heap, work, Path.of(value), chart);
            case "--chart" -> new Options(rows, runs, only, postgres, heap, work, history, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + name + "; " + USAGE);
        };
    }

    boolean wants(Case each) {
        return only.isEmpty()
                ? !Cases.ON_REQUEST.contains(each.name())
                : only.stream().anyMatch(wish -> matches(each.name(), wish));
    }

    /** A star at the end stands for anything. */
    private static boolean matches(String name, String wish) {
        return wish.endsWith("*") ? name.startsWith(wish.substring(0, wish.length() - 1)) : name.equals(wish);
    }
}
