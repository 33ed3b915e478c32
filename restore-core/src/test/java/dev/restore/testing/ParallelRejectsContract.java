package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RowErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that are refused over several connections: as many as over one, in the same order, wherever it was interrupted. */
interface ParallelRejectsContract extends AtlasBench {

    @Test
    default void rejectsOfAllConnectionsCountTogetherAndStandInOrder() throws Exception {
        createAtlas();
        List<String> regions = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            regions.add("{\"id\":" + (i % 5 == 0 ? 1 : i) + ",\"name\":\"r" + i + "\"}");
            tags.add("{\"id\":" + (i % 6 == 0 ? "\"many\"" : i) + ",\"name\":\"t" + i + "\"}");
        }
        Path backup = new TestBackup()
                .exactly("region", regions)
                .exactly("tag", tags)
                .directory(temp().resolve("bad"), ".ndjson");
        RowErrors policy = RowErrors.reject();
        Path alone = temp().resolve("alone");
        restore(backup).resumable().onRowError(policy).rejectsTo(alone).run();
        LoadException tooMany = catchThrowableOfType(
                LoadException.class,
                () -> parallel(backup, 2)
                        .batchRows(1)
                        .onRowError(policy.atMost(10))
                        .run());
        assertThat(tooMany).hasMessageContaining("11 rows are rejected, and at most 10");
        db().execute("drop table restore_checkpoint");
        Path rejects = temp().resolve("together");
        boolean survived = false;
        for (int event = 4; !survived; event += Faults.times(9, 5)) {
            Restore restore =
                    parallel(backup, 2).batchRows(1).onRowError(policy).rejectsTo(rejects);
            survived = catchThrowable(AtlasBench.endingAt(restore, event)::run) == null;
            if (!survived) {
                RestoreReport report = restore.run();
                assertThat(report.totals().rejected()).isEqualTo(11);
                assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
            }
            assertThat(filesIn(rejects)).isEqualTo(filesIn(alone));
            delete(rejects);
        }
    }

    private static List<String> filesIn(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = directory.relativize(file).toString();
                found.add(Files.isDirectory(file) ? name : name + ":\n" + Files.readString(file));
            }
        }
        return found;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    default void randomBackupsEndAsOverOneConnection() throws Exception {
        createAtlas();
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, parallel: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        for (int round = 0; round < Faults.times(4, 20); round++) {
            String what = "seed " + seed + ", round " + round;
            Path backup = randomAtlas(random).directory(temp().resolve("random" + round), ".ndjson");
            Path one = temp().resolve("one" + round);
            Path many = temp().resolve("many" + round);
            RestoreReport alone = restore(backup)
                    .resumable()
                    .onRowError(RowErrors.reject())
                    .rejectsTo(one)
                    .run();
            List<String> expected = contents();
            Restore restore = parallel(backup, 2 + random.nextInt(5))
                    .batchRows(1 + random.nextInt(10))
                    .onRowError(RowErrors.reject())
                    .rejectsTo(many);
            Throwable end = catchThrowable(AtlasBench.endingAt(restore, 4 + random.nextInt(40))::run);
            RestoreReport together =
                    end == null ? null : restore.parallel(1 + random.nextInt(5)).run();
            assertFinished(expected, what);
            if (together != null) {
                assertThat(numbers(together)).as(what).isEqualTo(numbers(alone));
            }
            if (alone.totals().rejected() > 0) {
                assertThat(filesIn(many)).as(what).isEqualTo(filesIn(one));
            }
        }
    }

    private static List<String> numbers(RestoreReport report) {
        return report.tables().stream()
                .map((TableReport t) -> t.table() + " " + t.read() + " " + t.inserted() + " " + t.rejected())
                .toList();
    }

    private static TestBackup randomAtlas(Random random) {
        TestBackup backup = new TestBackup();
        String[][] columns = {
            {"region", "id", "name"},
            {"tag", "id", "name"},
            {"tree", "id", "up"},
            {"city", "id", "region_id"},
            {"label", "id", "tag_id"}
        };
        for (String[] table : columns) {
            List<String> rows = IntStream.rangeClosed(1, 1 + random.nextInt(25))
                    .mapToObj(i -> {
                        int id = random.nextInt(12) == 0 ? 1 : i;
                        String value = switch (table[2]) {
                            case "name" -> "\"n" + random.nextInt(9) + "\"";
                            case "up" -> "null";
                            default -> Integer.toString(1 + random.nextInt(8));
                        };
                        return "{\"id\":" + id + ",\"" + table[2] + "\":" + value + "}";
                    })
                    .toList();
            backup.exactly(table[0], rows);
        }
        return backup.exactly(
                "visit",
                IntStream.range(0, random.nextInt(40))
                        .mapToObj(i -> "{\"city_id\":" + (1 + random.nextInt(8)) + ",\"amount\":" + i + "}")
                        .toList());
    }
}
