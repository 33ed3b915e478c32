package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs the cases, prints the table, adds to the history and draws the picture. */
public final class Benchmark {

    private Benchmark() {}

    /** Starts the program; see {@link Options#USAGE}. Progress goes to standard error, the table to standard output. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream log = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            log.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(options, out, log);
    }

    static List<Result> run(Options options, PrintStream out, PrintStream log)
            throws IOException, InterruptedException, SQLException {
        List<Case> cases =
                new Cases(options.rows()).all().stream().filter(options::wants).toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("--only names no case; there are "
                    + new Cases(options.rows()).all().stream().map(Case::name).toList());
        }
        List<Result> results = new ArrayList<>();
        try (Postgres postgres = new Postgres(options.postgres())) {
            Set<String> urls = new HashSet<>();
            for (Case each : cases) {
                if (!postgres.has(each.server())) {
                    log.println(each.name() + " left out: the given server is as it is");
                    continue;
                }
                String url = each.engine() == Engine.POSTGRESQL ? postgres.url(each.server()) : "";
                if (each.engine() != Engine.NONE) {
                    urls.add(Target.of(each.engine(), url, options.work()).url());
                }
                results.add(new Suite(options.work(), url, options.runs(), options.heap(), log).run(each));
            }
            new History(options.history()).add(Machine.describe(urls), options.heap(), results);
        }
        Chart chart = new Chart(results);
        if (!chart.empty()) {
            Path parent = options.chart().toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(options.chart(), chart.svg(), StandardCharsets.UTF_8);
        }
        out.println(MarkdownTable.of(results));
        return results;
    }
}
