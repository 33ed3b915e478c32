package dev.restore.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {

    @TempDir
    private Path directory;

    /** The suite itself fails when a system leaves other contents than the one before it. */
    @Test
    void allSystemsEndWithTheSameContentsOnEveryDatabase() throws Exception {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        Path history = directory.resolve("history.ndjson");
        Path chart = directory.resolve("chart.svg");
        Options options = Options.parse(
                "--rows", "1000",
                "--runs", "1",
                "--only", "pg-1m,pg-1m-json,pg-100k-peers,sqlite-1m,sqlite-1m-json,h2-1m,parse,sqlite-merge,pg-merge",
                "--heap", "256m",
                "--work", directory.resolve("work").toString(),
                "--history", history.toString(),
                "--chart", chart.toString());

        List<Result> results = Benchmark.run(
                options,
                new PrintStream(table, true, UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8));

        assertThat(results)
                .hasSize(9)
                .allSatisfy(result -> assertThat(result.series())
                        .hasSizeGreaterThan(result.notes().isEmpty() ? 1 : 0));
        assertThat(table.toString(UTF_8)).contains("| pg-100k-peers | 100 | inside the JVM | Spring Batch |");
        assertThat(Files.readAllLines(history)).singleElement().asString().contains("\"case\":\"h2-1m\"", "\"commit\"");
        assertThat(Files.readString(chart)).contains("<polyline", "row by row");
    }
}
