package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A value that runs again remembers what it saw, and sees what has changed since. */
interface RunAgainContract extends ContractCase {

    /** Returns a restore that has run often enough to take all it can from its memory, of a backup that is not brand-new. */
    private Restore warm(Path backup) throws Exception {
        Restore restore = restore(backup);
        for (int run = 0; run < 3; run++) {
            db().execute("delete from library_book");
            assertThat(restore.run().totals().inserted()).isEqualTo(5);
            assertLibrary();
        }
        return restore;
    }

    private Path settled() throws Exception {
        Path backup = library().directory(temp().resolve("backup"));
        age(backup, "2024-01-01T00:00:00Z");
        return backup;
    }

    private static void age(Path backup, String time) throws Exception {
        try (var files = Files.list(backup)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
            }
        }
    }

    @Test
    default void seesAColumnThatWasAddedBetweenRuns() throws Exception {
        createLibrary();
        Path backup = settled();
        Restore restore = warm(backup);

        db().execute("alter table library_author add column born ${bigint}");
        assertLibrary();
        restore.run();
        Path changed = backup.resolve("library_author.json");
        Files.writeString(
                changed, Files.readString(changed).replace("\"name\":\"Ann\"", "\"name\":\"Ann\",\"born\":77"));
        restore.run();

        assertThat(db().rows("select id, born from library_author order by id")).containsExactly("3|77", "7|∅", "9|∅");
    }

    @Test
    default void refusesATableThatLostAColumnBetweenRuns() throws Exception {
        createLibrary();
        Restore restore = warm(settled());

        db().execute(
                        "drop table library_book",
                        "create table library_book (id ${identity}, author_id ${bigint} not null "
                                + "references library_author (id), heading ${text})");

        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        assertThat(failure).hasMessageContaining("title");
    }

    @Test
    default void seesATableThatWasMadeAgainWithAnotherTypeBetweenRuns() throws Exception {
        createLibrary();
        Restore restore = warm(settled());

        db().execute(
                        "drop table library_book",
                        "create table library_book (id ${identity}, author_id ${bigint} not null "
                                + "references library_author (id), title ${text} not null unique, pages ${text})");
        restore.run();

        assertThat(db().rows("select id, pages from library_book order by id")).containsExactly("20|120", "21|∅");
    }

    @Test
    default void seesAForeignKeyThatWasAddedBetweenRuns() throws Exception {
        createLibrary();
        Restore restore = warm(settled());

        db().execute(
                        "create table library_loan (id ${bigint} primary key, book ${bigint} references library_book (id))",
                        "insert into library_loan values (1, 20)");

        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        assertThat(failure.getMessage()).containsIgnoringCase("library_loan");
    }

    @Test
    default void readsAFileOfTheSameSizeThatWasWrittenAgain() throws Exception {
        createLibrary();
        Path backup = settled();
        Restore restore = warm(backup);

        Path file = backup.resolve("library_book.json");
        byte[] other = Files.readString(file).replace("\"title\"", "\"titel\"").getBytes(StandardCharsets.UTF_8);
        assertThat(other).hasSize((int) Files.size(file));
        Files.write(file, other);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-01-01T00:00:00.001Z")));

        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        assertThat(failure).hasMessageContaining("titel");
    }

    @Test
    default void seesAFileThatIsGone() throws Exception {
        createLibrary();
        Path backup = settled();
        Restore restore = warm(backup);

        Files.delete(backup.resolve("library_book.json"));
        db().execute("delete from library_book");

        assertThat(restore.run().totals().inserted()).isEqualTo(3);
        assertThat(books()).isEmpty();
    }

    @Test
    default void seesAColumnThatIsGoneFromATableThatStays() throws Exception {
        createLibrary();
        db().execute("alter table library_author add column born ${bigint}");
        Path backup = settled();
        Path file = backup.resolve("library_author.json");
        Files.writeString(file, Files.readString(file).replace("\"name\":\"Ann\"", "\"name\":\"Ann\",\"born\":77"));
        age(backup, "2024-01-01T00:00:00Z");
        Restore restore = warm(backup);

        db().execute("alter table library_author drop column born");

        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        assertThat(failure).hasMessageContaining("born");
    }

    @Test
    default void restoresIntoTablesThatWereAllMadeAgainBetweenRuns() throws Exception {
        createLibrary();
        Restore restore = warm(settled());

        db().execute(
                        "drop table library_book",
                        "drop table library_author",
                        "create table library_author (id ${identity}, boss ${bigint} references library_author (id), "
                                + "name ${text} not null)",
                        "create table library_book (pages ${bigint} check (pages > 0), title ${text} not null unique, "
                                + "author_id ${bigint} not null references library_author (id), id ${identity})");
        fillLibrary();

        assertThat(restore.run().totals().inserted()).isEqualTo(5);
        assertLibrary();
    }

    @Test
    default void runsInSeveralThreadsAtOnce() throws Exception {
        createLibrary();
        Restore restore = warm(settled());
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<RestoreReport>> runs = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                runs.add(executor.submit(() -> {
                    together.await();
                    return restore.run();
                }));
            }
            for (Future<RestoreReport> run : runs) {
                try {
                    assertThat(run.get().totals().inserted()).isEqualTo(5);
                } catch (ExecutionException e) {
                    // Only one may restore at a time, and the others are told so.
                    assertThat(e.getCause()).isInstanceOf(RestoreException.class);
                    assertThat(((RestoreException) e.getCause()).committed()).isFalse();
                }
            }
        } finally {
            executor.shutdownNow();
        }
        assertLibrary();
        assertThat(restore.run().totals().inserted()).isEqualTo(5);
        assertLibrary();
    }
}
