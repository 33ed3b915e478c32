package dev.restore.examples.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program sqlite-utils, given the JSON itself, one table after the other. */
record SqliteUtilsPeer() implements Peer {

    private static final String PROGRAM = "sqlite-utils";

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public Optional<String> missing() {
        return ToolRun.missing(PROGRAM);
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        double seconds = 0;
        long memory = 0;
        for (TableData table : job.tables().tables()) {
            ToolRun run = ToolRun.of(
                    List.of(
                            ToolRun.find(PROGRAM).orElseThrow(),
                            "insert",
                            SqliteImportPeer.file(job.url()),
                            table.name(),
                            Format.JSON.file(job.data(), table.name()).toString()),
                    Map.of());
            seconds += run.seconds();
            memory = Math.max(memory, run.memory());
        }
        return new Measurement(seconds, seconds, memory, Map.of());
    }
}
