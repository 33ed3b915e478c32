package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shell of SQLite, given the rows as ready-made CSV, with the durability that a new connection has. It knows no NULL. */
record SqliteImportPeer() implements Peer {

    @Override
    public Format format() {
        return Format.CSV;
    }

    @Override
    public Optional<String> missing() {
        return program().isPresent() ? Optional.empty() : Optional.of("sqlite3 is not on the path");
    }

    private static Optional<String> program() {
        try {
            return ToolRun.find("sqlite3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program().orElseThrow(), "-bail", file(job.url()), ".mode csv"));
        for (TableData table : job.tables().tables()) {
            command.add(".import '" + Format.CSV.file(job.data(), table.name()) + "' " + table.name());
        }
        return ToolRun.of(command, Map.of()).measurement();
    }

    private static String file(String url) {
        return url.substring("jdbc:sqlite:".length(), url.indexOf('?'));
    }
}
