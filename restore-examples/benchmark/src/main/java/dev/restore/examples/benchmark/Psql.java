package dev.restore.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/** The client of PostgreSQL. */
final class Psql {

    static final String NAME = "psql";

    private Psql() {}

    /** Runs commands in one transaction. */
    static ToolRun run(Job job, List<String> commands) throws IOException, InterruptedException {
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
                new ArrayList<>(List.of(ToolRun.find(NAME).orElseThrow(), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"));
        commands.forEach(each -> command.addAll(List.of("-c", each)));
        return ToolRun.of(command, environment);
    }
}
