package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs cases: the systems take turns within each run. */
final class Suite {

    /** Contents of larger tables are only counted: reading them would take longer than loading them. */
    private static final long COMPARED_ROWS = 200_000;

    private final Path work;
    private final String postgresUrl;
    private final int runs;
    private final String heap;
    private final PrintStream log;

    Suite(Path work, String postgresUrl, int runs, String heap, PrintStream log) {
        this.work = work.toAbsolutePath();
        this.postgresUrl = postgresUrl;
        this.runs = runs;
        this.heap = heap;
        this.log = log;
    }

    Result run(Case wanted) throws IOException, InterruptedException, SQLException {
        Target target = Target.of(wanted.engine(), postgresUrl, work);
        Path data = work.resolve(wanted.data().name());
        Job job =
                new Job(wanted.data().name(), data, wanted.engine(), target.url(), wanted.warmups(), wanted.repeats());
        List<String> notes = new ArrayList<>();
        Map<String, Peer> peers = present(wanted, notes);
        for (Peer peer : peers.values()) {
            peer.format().write(wanted.data(), data);
            target.prepare(wanted);
            peer.prepare(job);
        }
        Map<String, List<Measurement>> measured = new LinkedHashMap<>();
        peers.keySet().forEach(name -> measured.put(name, new ArrayList<>()));
        String contents = "";
        for (int run = 1; run <= runs; run++) {
            for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                target.prepare(wanted);
                peer.getValue().begin(job);
                Measurement took = peer.getValue().measure(job);
                measured.getOrDefault(peer.getKey(), new ArrayList<>()).add(took);
                log.printf(
                        Locale.ROOT,
                        "%s, run %d: %s %.3f s%n",
                        wanted.name(),
                        run,
                        peer.getKey(),
                        wanted.clock().of(took));
                if (run == 1) {
                    contents = check(target, wanted, peer.getKey(), contents);
                }
            }
        }
        List<Series> series = new ArrayList<>();
        measured.forEach((name, all) -> series.add(new Series(name, List.copyOf(all))));
        return new Result(wanted, series, notes);
    }

    private Map<String, Peer> present(Case wanted, List<String> notes) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        for (String name : wanted.peers()) {
            Peer peer = Peer.named(name, wanted.heap().isEmpty() ? heap : wanted.heap());
            Optional<String> missing = peer.missing();
            if (missing.isPresent()) {
                notes.add(name + " left out: " + missing.get());
            } else {
                peers.put(name, peer);
            }
        }
        return peers;
    }

    /** Compares what a system has left behind with what the one before it has; a merge keeps the keys that were there. */
    private static String check(Target target, Case wanted, String peer, String before) throws SQLException {
        if (wanted.engine() == Engine.NONE) {
            return before;
        }
        long count = target.count(wanted.data());
        if (count != wanted.data().rows()) {
            throw new IllegalStateException(wanted.name() + ": " + peer + " left " + count + " rows of "
                    + wanted.data().rows());
        }
        if (count > COMPARED_ROWS || peer.equals(Peer.RESTORE_MERGE)) {
            return before;
        }
        String contents = target.contents(wanted.data());
        if (!before.isEmpty() && !before.equals(contents)) {
            throw new IllegalStateException(
                    wanted.name() + ": " + peer + " left other values than the system before it");
        }
        return contents;
    }
}
