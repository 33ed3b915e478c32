package dev.restore.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The main class of a process that does one job and says how long it took. */
final class Child {

    static final String MARK = "measured ";

    private Child() {}

    /** Opens what outlives one repetition; the time for it is counted where a job is done once. */
    private static Work open(String peer, Job job) throws Exception {
        return switch (peer) {
            case Peer.RESTORE -> RestoreLoad.ofMany(job);
            case Peer.RESTORE_MERGE -> RestoreLoad.merging(job);
            case Peer.RESTORE_QUICK -> RestoreLoad.quick(job);
            case Peer.SEED -> new SeedReset(job);
            case Peer.ROW_BY_ROW -> new RowByRow(job);
            case Peer.PREPARED -> new PreparedReset(job);
            case Peer.SPRING_BATCH -> new SpringBatchLoad(job);
            case Peer.JOOQ -> new JooqLoad(job);
            case Peer.DBUNIT -> DbUnitLoad.plain(job);
            case Peer.DBUNIT_BATCHED -> DbUnitLoad.batched(job);
            case Peer.CSVREAD -> new CsvReadLoad(job);
            case Peer.READING -> new ParseRows(onlyFile(job));
            case Peer.JACKSON -> new ParseTokens(onlyFile(job));
            default -> throw new IllegalArgumentException("there is no system " + peer);
        };
    }

    private static Path onlyFile(Job job) {
        return Format.JSON.file(job.data(), job.tables().tables().get(0).name());
    }

    static String[] arguments(String peer, Job job) {
        return new String[] {
            peer,
            job.dataset(),
            job.data().toString(),
            job.engine().name(),
            job.url(),
            Integer.toString(job.warmups()),
            Integer.toString(job.repeats())
        };
    }

    /** Does the job that the arguments say. */
    public static void main(String[] arguments) throws Exception {
        Job job = new Job(
                arguments[1],
                Path.of(arguments[2]),
                Engine.valueOf(arguments[3]),
                arguments[4],
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long start = System.nanoTime();
        try (Work work = open(arguments[0], job)) {
            for (int i = 0; i < job.warmups(); i++) {
                work.run();
                if (job.repeats() == 1) {
                    Target.empty(job);
                }
            }
            start = job.warmups() == 0 ? start : System.nanoTime();
            for (int i = 0; i < job.repeats(); i++) {
                work.run();
            }
            double seconds = (System.nanoTime() - start) / 1e9 / job.repeats();
            report(out, seconds, work.figures());
        }
    }

    private static void report(PrintStream out, double seconds, Map<String, Double> figures) throws IOException {
        out.printf(Locale.ROOT, "%stime=%.9f%n", MARK, seconds);
        out.printf(Locale.ROOT, "%smemory=%d%n", MARK, Memory.most("self"));
        figures.forEach((name, value) -> out.printf(Locale.ROOT, "%s%s=%.6f%n", MARK, name, value));
    }
}
