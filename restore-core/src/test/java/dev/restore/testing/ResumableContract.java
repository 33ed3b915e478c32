package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A resumable restore that ends anywhere is continued by the same call, and every row is loaded exactly once. */
interface ResumableContract extends ContractCase {

    /** Runs are ended at one of so many events, beginning with a random one; in the thorough mode at each. */
    int EVENTS = Faults.times(5, 1);

    private static int anEarlyEvent(int first) {
        return first + ThreadLocalRandom.current().nextInt(EVENTS);
    }

    /** Ends a run as a kill would, as far as the database can tell. */
    final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the plug was pulled");
        }
    }

    /** No identity, so that a row that is loaded twice is there twice. */
    private void createShop() throws SQLException {
        db().execute(
                        "create table shop (id ${bigint} primary key, parent_id ${bigint} references shop (id))",
                        "create table sale (shop_id ${bigint} not null references shop (id), amount ${bigint})",
                        "create table bystander (id ${bigint} primary key)",
                        "insert into bystander values (1)",
                        "insert into shop values (77, null)",
                        "insert into sale values (77, 1)");
    }

    private Path shop(int shops, int sales) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= shops; i++) {
            lines.add("{\"id\":" + i + ",\"parent_id\":" + (i < shops ? i + 1 : "null") + "}");
        }
        Path directory = Files.createDirectories(temp().resolve("shop"));
        Files.writeString(directory.resolve("shop.json"), "[" + String.join(",\n", lines) + "]");
        Files.write(
                directory.resolve("sale.ndjson"),
                IntStream.range(0, sales)
                        .mapToObj(i -> "{\"amount\":" + i + ",\"shop_id\":" + (1 + i % shops) + "}")
                        .toList());
        return directory;
    }

    private List<String> sales() throws SQLException {
        return db().rows("select amount from sale order by amount");
    }

    private void assertShop(int shops, int sales) throws SQLException {
        assertThat(db().rows("select id from shop order by id"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, shops)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(sales())
                .containsExactlyElementsOf(
                        IntStream.range(0, sales).mapToObj(String::valueOf).toList());
        assertThat(db().rows("select id from bystander")).containsExactly("1");
        assertThat(db().tables()).noneMatch(name -> name.equalsIgnoreCase("restore_checkpoint"));
        assertThat(catchThrowable(() -> db().execute("insert into sale values (987654, 1)")))
                .isInstanceOf(SQLException.class);
    }

    private Restore resumable(Path backup) {
        return restore(backup).resumable().batchRows(1);
    }

    /** Ends the run when it tells of its n-th event, counted from 1. */
    private static Restore endingAt(Restore restore, int event, AtomicInteger told) {
        return restore.listener(e -> {
            if (told.incrementAndGet() == event && !(e instanceof RestoreEvent.Finished)) {
                throw new Ended();
            }
        });
    }

    @Test
    default void aWholeRunIsLikeAnyOther() throws Exception {
        createShop();
        RestoreReport report = resumable(shop(5, 23)).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.totals().inserted()).isEqualTo(28);
        assertShop(5, 23);
    }

    @Test
    default void goesOnWhereverItEnded() throws Exception {
        createShop();
        Path backup = shop(3, 23);
        boolean survived = false;
        int ends = 0;
        for (int event = anEarlyEvent(1); !survived; event += EVENTS) {
            db().execute("delete from sale", "delete from shop", "insert into shop values (77, null)");
            final int at = event;
            Throwable first = catchThrowable(
                    () -> endingAt(resumable(backup), at, new AtomicInteger()).run());
            survived = first == null;
            if (!survived) {
                ends++;
                RestoreReport report = resumable(backup).run();
                assertThat(report.outcome()).as("ended at event %d", event).isEqualTo(Outcome.COMPLETE);
                assertThat(report.totals().inserted())
                        .as("ended at event %d", event)
                        .isEqualTo(26);
            }
            assertShop(3, 23);
        }
        assertThat(ends).isGreaterThan(20 / EVENTS);
    }

    @Test
    default void goesOnAgainAndAgain() throws Exception {
        createShop();
        Path backup = shop(4, 40);
        RestoreReport report = null;
        int runs = 0;
        while (report == null) {
            runs++;
            AtomicInteger checkpoints = new AtomicInteger();
            try {
                report = resumable(backup)
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed && checkpoints.incrementAndGet() == 2) {
                                throw new Ended();
                            }
                        })
                        .run();
            } catch (Ended e) {
                assertThat(runs).isLessThan(50);
            }
        }
        assertThat(runs).isGreaterThan(3);
        assertThat(report.totals().inserted()).isEqualTo(44);
        assertThat(report.totals().rejected()).isZero();
        assertShop(4, 40);
    }

    @Test
    default void aFailureSaysWhatStaysAndTheRepairedTargetIsFinished() throws Exception {
        createShop();
        Path backup = shop(2, 30);
        db().execute(
                        "drop table sale",
                        "create table sale (shop_id ${bigint} not null references shop (id), amount ${bigint} check (amount <> 20))");
        List<RestoreReport> reports = new ArrayList<>();
        LoadException failure = catchThrowableOfType(
                LoadException.class,
                () -> resumable(backup)
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Finished finished) {
                                reports.add(finished.report());
                            }
                        })
                        .run());
        assertThat(failure).hasMessageContaining("Run it again");
        assertThat(failure.committed()).isTrue();
        assertThat(failure.row().row()).isEqualTo(21);
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reports.get(0).totals().inserted()).isBetween(18L, 22L);
        assertThat(sales()).hasSizeBetween(16, 20);
        assertThat(db().rows("select step from restore_checkpoint")).isNotEmpty();
    }

    @Test
    default void anotherOrAChangedBackupIsRefused() throws Exception {
        createShop();
        Path backup = shop(2, 30);
        assertThat(catchThrowable(() ->
                        endingAt(resumable(backup), 8, new AtomicInteger()).run()))
                .isInstanceOf(Ended.class);
        assertThat(db().rows("select step from restore_checkpoint")).isNotEmpty();
        PlanException plain =
                failsWithoutTrace(PlanException.class, () -> restore(backup).run());
        assertThat(plain).hasMessageContaining("unfinished restore").hasMessageContaining("drop table");
        PlanException otherSettings = failsWithoutTrace(
                PlanException.class, () -> resumable(backup).only("shop").run());
        assertThat(otherSettings).hasMessageContaining("settings");
        Files.writeString(
                backup.resolve("sale.ndjson"), Files.readString(backup.resolve("sale.ndjson")) + "{\"amount\":99}\n");
        PlanException changed =
                failsWithoutTrace(PlanException.class, () -> resumable(backup).run());
        assertThat(changed).hasMessageContaining("changed since");
        db().execute("drop table restore_checkpoint");
        restore(shop(2, 3)).run();
        assertShop(2, 3);
    }

    @Test
    default void rejectedRowsAreThereOnceHoweverOftenItEnds() throws Exception {
        createShop();
        Path backup = shop(2, 30);
        Path file = backup.resolve("sale.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(4, "{\"amount\":4,\"shop_id\":555}");
        lines.set(11, "{\"amount\":\"many\",\"shop_id\":1");
        lines.set(25, "{\"amount\":25,\"shop_id\":null}");
        Files.write(file, lines);
        Path rejects = temp().resolve("rejects");
        for (int event = anEarlyEvent(5); ; event += EVENTS) {
            final int at = event;
            Restore restore = resumable(backup).onRowError(RowErrors.reject()).rejectsTo(rejects);
            Throwable end = catchThrowable(
                    () -> endingAt(restore, at, new AtomicInteger()).run());
            RestoreReport report;
            if (end == null) {
                break;
            }
            report = restore.run();
            assertThat(report.outcome()).as("ended at event %d", event).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
            assertThat(report.totals().rejected()).isEqualTo(3);
            assertThat(Files.readAllLines(rejects.resolve("sale.ndjson"))).hasSize(3);
            assertThat(Files.readAllLines(rejects.resolve("reasons").resolve("sale.ndjson")))
                    .hasSize(3);
            assertThat(sales()).hasSize(27).doesNotContain("4", "11", "25");
            deleteRejects(rejects);
        }
    }

    @Test
    default void comparesContentsHoweverOftenItEnds() throws Exception {
        createShop();
        Path backup = shop(3, 9);
        Path file = backup.resolve("sale.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, "{\"amount\":2,\"shop_id\":555}");
        lines.set(6, "{\"shop_id\":1,\"amount\":6}");
        Files.write(file, lines);
        boolean survived = false;
        for (int event = anEarlyEvent(3); !survived; event += EVENTS) {
            db().execute("delete from sale", "delete from shop", "insert into shop values (77, null)");
            final int at = event;
            Restore restore = resumable(backup).onRowError(RowErrors.reject()).verify(Verify.CONTENT);
            survived = catchThrowable(
                            () -> endingAt(restore, at, new AtomicInteger()).run())
                    == null;
            if (!survived) {
                RestoreReport report = restore.run();
                assertThat(report.totals().rejected())
                        .as("ended at event %d", event)
                        .isEqualTo(1);
                assertThat(warnings(report))
                        .as("ended at event %d", event)
                        .noneMatch(warning -> warning.contains("ompared"));
            }
            assertThat(sales()).containsExactly("0", "1", "3", "4", "5", "6", "7", "8");
        }
    }

    @Test
    default void noRowIsRejectedBecauseOfOneThatIs() throws Exception {
        db().execute(
                        "create table house (id ${bigint} primary key)",
                        "create table room (id ${bigint} primary key, house_id ${bigint} references house (id))");
        Path backup = new TestBackup()
                .table("house", "{'id':1}")
                .table(
                        "room",
                        "{'id':7,'house_id':9}",
                        "{'id':8,'house_id':1}",
                        "{'id':7,'house_id':1}",
                        "{'id':7,'house_id':null}")
                .directory(temp().resolve("rooms"));
        RestoreReport report =
                restore(backup).resumable().onRowError(RowErrors.reject()).run();
        assertThat(report.totals().rejected()).isEqualTo(2);
        assertThat(db().rows("select id, house_id from room order by id")).containsExactly("7|1", "8|1");
    }

    @Test
    default void findsWhatWasChangedBetweenTwoRuns() throws Exception {
        createShop();
        Path backup = shop(2, 20);
        Restore restore = resumable(backup).verify(Verify.CONTENT);
        endAtTheSecondCheckpoint(restore);
        assertThat(sales()).isNotEmpty();
        db().execute("update sale set amount = 1000 where amount = 0");
        assertThat(failsWithoutTrace(
                        PlanException.class, () -> resumable(backup).run()))
                .hasMessageContaining("settings");
        VerificationException failure = catchThrowableOfType(VerificationException.class, restore::run);
        assertThat(failure).message().containsIgnoringCase("sale in amount").contains("20 rows compared");
        assertThat(failure.committed()).isTrue();
        db().execute("update sale set amount = 0 where amount = 1000");
        assertThat(restore.run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertShop(2, 20);
    }

    private static void endAtTheSecondCheckpoint(Restore restore) {
        AtomicInteger checkpoints = new AtomicInteger();
        assertThat(catchThrowable(() -> restore.listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed && checkpoints.incrementAndGet() == 2) {
                                throw new Ended();
                            }
                        })
                        .run()))
                .isInstanceOf(Ended.class);
    }

    @Test
    default void comparesContentsWithTheRowsThatWereThere() throws Exception {
        createShop();
        db().execute("insert into shop values (1, null)", "insert into sale values (77, null)");
        Path backup = new TestBackup()
                .table(
                        "sale",
                        IntStream.rangeClosed(2, 40)
                                .mapToObj(n -> "{'amount':" + n + ",'shop_id':1}")
                                .toArray(String[]::new))
                .directory(temp().resolve("more"));
        Restore restore = resumable(backup).mode(Mode.APPEND).verify(Verify.CONTENT);
        for (String change : List.of(
                "update sale set amount = 1000 where amount = 1", "update sale set amount = 1 where amount = 2")) {
            endAtTheSecondCheckpoint(restore);
            db().execute(change);
            assertThat(catchThrowable(restore::run))
                    .isInstanceOf(VerificationException.class)
                    .message()
                    .containsIgnoringCase("sale in amount (41 rows compared)");
            db().execute(
                            "drop table restore_checkpoint",
                            "delete from sale",
                            "insert into sale values (77, 1)",
                            "insert into sale values (77, null)");
        }
        endAtTheSecondCheckpoint(restore);
        RestoreReport report = restore.run();
        assertThat(warnings(report)).noneMatch(warning -> warning.contains("ompared"));
        assertThat(sales()).hasSize(41);
    }

    private static void deleteRejects(Path rejects) throws IOException {
        Files.delete(rejects.resolve("sale.ndjson"));
        Files.delete(rejects.resolve("reasons").resolve("sale.ndjson"));
        Files.delete(rejects.resolve("reasons"));
        Files.delete(rejects);
    }

    @Test
    default void appendsToRowsThatStay() throws Exception {
        createLibrary();
        restore(library()).run();
        Path more = new TestBackup()
                .table(
                        "library_book",
                        "{'id':20,'author_id':9,'title':'x','pages':1}",
                        "{'id':30,'author_id':9,'title':'y','pages':2}")
                .directory(temp().resolve("more"));
        Restore restore = resumable(more).mode(Mode.APPEND).onConflict(ConflictPolicy.skip());
        assertThat(catchThrowable(
                        () -> endingAt(restore, 4, new AtomicInteger()).run()))
                .isInstanceOf(Ended.class);
        RestoreReport report = restore.run();
        TableReport books = report.tables().get(0);
        assertThat(List.of(books.inserted(), books.unchanged())).containsExactly(1L, 1L);
        assertThat(books()).containsExactly("20|9|Tides|120", "21|3|Sand|∅", "30|9|y|2");
    }

    @Test
    default void aCancelledRunGoesOn() throws Exception {
        createShop();
        Path backup = shop(2, 40);
        RestoreCancelledException cancelled = catchThrowableOfType(
                RestoreCancelledException.class,
                () -> resumable(backup)
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .run());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled.committed()).isTrue();
        assertThat(resumable(backup).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertShop(2, 40);
    }

    @Test
    default void aRunThatNeverCommittedLeavesNoTrace() throws Exception {
        createShop();
        Path backup = shop(2, 3);
        failsWithoutTrace(
                Ended.class,
                () -> endingAt(resumable(backup), 1, new AtomicInteger()).run());
        failsWithoutTrace(
                Ended.class,
                () -> endingAt(resumable(backup), 2, new AtomicInteger()).run());
    }
}
