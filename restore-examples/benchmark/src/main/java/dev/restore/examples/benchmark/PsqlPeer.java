package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

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
        return program().isPresent() ? Optional.empty() : Optional.of("psql is not on the path");
    }

    private static Optional<String> program() {
        try {
            return ToolRun.find("psql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            run(job, commands);
        }
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        return run(
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

    private static ToolRun run(Job job, List<String> commands) throws IOException, InterruptedException {
        Properties url = Objects.requireNonNull(Driver.parseURL(job.url(), null), "a URL of PostgreSQL");
        Map<String, String> environment = new HashMap<>();
        environment.put("PGHOST", url.getProperty("PGHOST"));
        environment.put("PGPORT", url.getProperty("PGPORT"));
        environment.put("PGDATABASE", url.getProperty("PGDBNAME"));
        environment.put("PGUSER", url.getProperty("user", System.getProperty("user.name")));
        String password = url.getProperty("password");
        if (password != null) {
            environment.put("PGPASSWORD", password);
        }
        List<String> command =
                new ArrayList<>(List.of(program().orElseThrow(), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"));
        commands.forEach(each -> command.addAll(List.of("-c", each)));
        return ToolRun.of(command, environment);
    }
}
