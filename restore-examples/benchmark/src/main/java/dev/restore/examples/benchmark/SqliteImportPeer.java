package dev.restore.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shell of SQLite, given the rows as ready-made CSV, with the durability that a new connection has. It knows no NULL. */
record SqliteImportPeer() implements Peer {

    static final String PROGRAM = "sqlite3";

    @Override
    public Format format() {
        return Format.CSV;
    }

    @Override
    public Optional<String> missing() {
        return ToolRun.missing(PROGRAM);
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ToolRun.find(PROGRAM).orElseThrow(), "-bail", file(job.url()), ".mode csv"));
        for (TableData table : job.tables().tables()) {
            command.add(".import '" + Format.CSV.file(job.data(), table.name()) + "' " + table.name());
        }
        return ToolRun.of(command, Map.of()).measurement();
    }

    /** Returns the file of a database. */
    static String file(String url) {
        return url.substring("jdbc:sqlite:".length(), url.indexOf('?'));
    }
}
