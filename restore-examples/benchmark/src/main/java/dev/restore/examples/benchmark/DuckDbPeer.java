package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DuckDB makes CSV of the JSON, in a process of its own, and the client of PostgreSQL loads it. */
record DuckDbPeer() implements Peer {

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public Optional<String> missing() {
        return ToolRun.missing(Psql.NAME);
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(job.data().resolve("duckdb"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DuckDbCsv.class.getName(),
                job.dataset(),
                job.data().toString(),
                directory.toString()));
        ToolRun made = ToolRun.of(command, Map.of());
        ToolRun loaded = Psql.run(
                job,
                job.tables().tables().stream()
                        .map(table -> "\\copy " + table.name() + " FROM '" + DuckDbCsv.file(directory, table)
                                + "' (FORMAT csv)")
                        .toList());
        return new ToolRun(
                        made.seconds() + loaded.seconds(),
                        Math.max(made.memory(), loaded.memory()),
                        made.output() + loaded.output())
                .measurement();
    }
}
