package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shell of SQLite, given the JSON itself, all tables in one transaction. */
record SqliteJsonPeer() implements Peer {

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public Optional<String> missing() {
        return ToolRun.missing(SqliteImportPeer.PROGRAM);
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ToolRun.find(SqliteImportPeer.PROGRAM).orElseThrow(),
                "-bail",
                SqliteImportPeer.file(job.url()),
                "BEGIN"));
        for (TableData table : job.tables().tables()) {
            Path file = Format.JSON.file(job.data(), table.name());
            String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
            String values = table.columns().stream()
                    .map(column -> "json_extract(value, '$." + column.name() + "')")
                    .collect(Collectors.joining(", "));
            command.add("INSERT INTO " + table.name() + " (" + names + ") SELECT " + values
                    + " FROM json_each(readfile('" + file + "'))");
        }
        command.add("COMMIT");
        return ToolRun.of(command, Map.of()).measurement();
    }
}
