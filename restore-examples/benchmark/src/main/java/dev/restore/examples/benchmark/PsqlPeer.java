package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client of PostgreSQL, given the rows as ready-made text or binary, all tables in one transaction.
 *
 * @param binary whether it gets them as binary
 */
record PsqlPeer(boolean binary) implements Peer {

    @Override
    public Format format() {
        return Format.TEXT;
    }

    @Override
    public Optional<String> missing() {
        return ToolRun.missing(Psql.NAME);
    }

    private static Path file(Job job, TableData table) {
        return job.data().resolve(table.name() + ".pgcopy");
    }

    /** PostgreSQL itself makes the binary form of the text. */
    @Override
    public void prepare(Job job) throws IOException, InterruptedException {
        List<TableData> tables = job.tables().tables();
        if (binary && !Files.exists(file(job, tables.get(tables.size() - 1)))) {
            List<String> commands = new ArrayList<>();
            tables.forEach(table -> commands.add(fromText(job, table)));
            tables.forEach(table -> commands.add("\\copy (SELECT * FROM " + table.name() + " ORDER BY id) TO '"
                    + file(job, table) + "' (FORMAT binary)"));
            Psql.run(job, commands);
        }
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        return Psql.run(
                        job,
                        job.tables().tables().stream()
                                .map(table -> binary
                                        ? "\\copy " + table.name() + " FROM '" + file(job, table) + "' (FORMAT binary)"
                                        : fromText(job, table))
                                .toList())
                .measurement();
    }

    private static String fromText(Job job, TableData table) {
        return "\\copy " + table.name() + " FROM '" + Format.TEXT.file(job.data(), table.name()) + "'";
    }
}
