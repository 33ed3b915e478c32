package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.SafetyBackup;
import dev.restore.plan.TablePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A restore that writes a safety backup first can be taken back, whatever it did and however it ended. */
interface SafetyContract extends ContractCase {

    private Path before() {
        return temp().resolve("before.tar.gz");
    }

    private void undo(Path safetyBackup) {
        Restore.undo(safetyBackup).into(db().dataSource()).run();
    }

    private void assertAsBefore(DatabaseState before) throws SQLException {
        DatabaseState.of(db()).assertSameAs(before);
    }

    private void createFilledLibrary() throws SQLException {
        createLibrary();
        fillLibrary();
        // Numbers that no row shows.
        db().execute(
                        "insert into library_author (name) values ('gone')",
                        "insert into library_author (name) values ('gone, too')",
                        "delete from library_author where name like 'gone%'");
    }

    @Test
    default void theWayBackBringsRowsAndNumbersBack() throws Exception {
        createFilledLibrary();
        DatabaseState before = DatabaseState.of(db());
        List<RestoreEvent> events = new ArrayList<>();
        Restore restore = restore(library()).safetyBackup(before()).listener(events::add);
        RestorePlan plan = restore.plan();
        assertThat(plan.safetyBackup()).isEqualTo(before().toString());
        assertThat(plan.describe()).contains("way back");
        assertThat(before()).doesNotExist();
        RestoreReport report = restore.run();
        assertLibrary();
        assertThat(report.safetyBackup()).isEqualTo(before().toString());
        assertThat(report.text()).contains(before().toString());
        assertThat(report.json()).contains("\"safety_backup\":\"");
        assertThat(events.stream()
                        .map(event -> event.getClass().getSimpleName())
                        .distinct())
                .startsWith("Opened", "Planned", "Saved", "Cleared");
        assertThat(Backup.verify(before()).run().rows()).isEqualTo(4);
        undo(before());
        assertAsBefore(before);
        assertForeignKeysEnforced();
    }

    @Test
    default void theWayBackEmptiesTablesThatWereEmpty() throws Exception {
        createLibrary();
        restore(library()).safetyBackup(SafetyBackup.ofRowsTo(before())).run();
        assertThat(before()).doesNotExist();
        db().execute("delete from library_book", "update library_author set boss = null", "delete from library_author");
        RestoreReport report = restore(library()).safetyBackup(before()).run();
        assertThat(report.safetyBackup()).isNotNull();
        undo(before());
        assertThat(authors()).isEmpty();
        assertThat(books()).isEmpty();
    }

    @Test
    default void theWayBackFromAnAppendTakesRowsThatReferAlong() throws Exception {
        createFilledLibrary();
        DatabaseState before = DatabaseState.of(db());
        TestBackup authors = new TestBackup()
                .table("library_author", "{'id':1,'name':'changed','boss':null}", "{'id':50,'name':'new','boss':1}");
        restore(authors)
                .mode(Mode.APPEND)
                .onConflict(ConflictPolicy.update())
                .safetyBackup(before())
                .run();
        assertThat(authors()).contains("1|changed|∅", "50|new|1");
        undo(before());
        assertAsBefore(before);
    }

    @Test
    default void tablesThatAreEmptiedByCascadeAreSavedToo() throws Exception {
        createFilledLibrary();
        DatabaseState before = DatabaseState.of(db());
        restore(new TestBackup().table("library_author", "{'id':50,'name':'new','boss':null}"))
                .cascade()
                .safetyBackup(before())
                .run();
        assertThat(books()).isEmpty();
        undo(before());
        assertAsBefore(before);
    }

    @Test
    default void refusesAPlaceThatIsTakenBeforeAnythingIsChanged() throws Exception {
        createFilledLibrary();
        Files.writeString(before(), "kept");
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                () -> restore(library()).safetyBackup(before()).run());
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_OPTION);
            assertThat(problem.message()).contains("never overwritten");
        });
        assertThat(before()).hasContent("kept");
        failsWithoutTrace(
                PlanException.class,
                () -> restore(library())
                        .safetyBackup(temp().resolve("missing/too").resolve("before"))
                        .run());
    }

    @Test
    default void makesTheDirectoryWhereOnlyThatIsMissing() throws Exception {
        createFilledLibrary();
        Path place = temp().resolve("safe").resolve("before");

        restore(library()).safetyBackup(place).run();

        assertThat(place).exists();
    }

    @Test
    default void endsBeforeAnythingIsChangedWhenItCannotBeWritten() throws Exception {
        createFilledLibrary();
        BackupWriteException failure = failsWithoutTrace(
                BackupWriteException.class,
                () -> restore(library())
                        .safetyBackup(before())
                        .approval(plan -> {
                            // Somebody takes the name after the plan was made.
                            take(before());
                            return true;
                        })
                        .run());
        assertThat(failure).hasMessageContaining("nothing was changed").hasMessageContaining("already");
        assertThat(before()).hasContent("taken");
    }

    private static void take(Path place) {
        try {
            Files.writeString(place, "taken");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    default void itStaysWhenTheRestoreFails() throws Exception {
        createFilledLibrary();
        AtomicReference<RestoreReport> report = new AtomicReference<>();
        failsWithoutTrace(
                RestoreException.class,
                () -> restore(new TestBackup().table("library_author", "{'id':1,'name':null,'boss':null}"))
                        .cascade()
                        .safetyBackup(before())
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Finished end) {
                                report.set(end.report());
                            }
                        })
                        .run());
        assertThat(report.get().safetyBackup()).isEqualTo(before().toString());
        VerifyReport same = Backup.verify(before()).against(db().dataSource()).run();
        assertThat(same.agrees()).as(same.text()).isTrue();
    }

    @Test
    default void aListenerThatFailsAfterItLeavesTheTargetUntouched() throws Exception {
        createFilledLibrary();
        failsWithoutTrace(
                IllegalStateException.class,
                () -> restore(library())
                        .safetyBackup(before())
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Saved) {
                                throw new IllegalStateException("on purpose");
                            }
                        })
                        .run());
        assertThat(before()).exists();
    }

    @Test
    default void nothingSlipsBetweenItAndTheFirstChange() throws Exception {
        createFilledLibrary();
        AtomicReference<CompletableFuture<Void>> writing = new AtomicReference<>();
        try {
            restore(new TestBackup().table("library_author", "{'id':3,'name':'Ann','boss':null}"))
                    .cascade()
                    .safetyBackup(before())
                    .listener(event -> {
                        if (event instanceof RestoreEvent.Saved) {
                            writing.set(writeMeanwhile());
                        }
                    })
                    .run();
        } catch (RestoreException e) {
            // The writer came first, and nothing was changed.
            assertThat(e.committed()).isFalse();
            writing.get().join();
            assertThat(authors()).anyMatch(row -> row.contains("late")).anyMatch(row -> row.contains("old boss"));
            return;
        }
        boolean wrote = true;
        try {
            writing.get().join();
        } catch (RuntimeException e) {
            wrote = false;
        }
        assertThat(authors().stream().anyMatch(row -> row.contains("late"))).isEqualTo(wrote);
    }

    private CompletableFuture<Void> writeMeanwhile() {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                db().execute("insert into library_author (name) values ('late')");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            writing.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return writing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return writing;
    }

    @Test
    default void aCancelledRunLeavesNoHalfSafetyBackup() throws Exception {
        createFilledLibrary();
        AtomicBoolean flag = new AtomicBoolean();
        Restore interrupted = restore(library()).safetyBackup(before()).approval(plan -> {
            Thread.currentThread().interrupt();
            return true;
        });
        failsWithoutTrace(RestoreCancelledException.class, () -> {
            try {
                interrupted.run();
            } finally {
                // Before a driver takes it.
                flag.set(Thread.interrupted());
            }
        });
        assertThat(flag).isTrue();
        assertThat(before()).doesNotExist();
        assertThat(temp()).isDirectoryNotContaining("glob:**unfinished");
    }

    @Test
    default void withinTheCallersTransactionItSeesWhatThatSees() throws Exception {
        createLibraryWithoutACircle();
        DatabaseState before = DatabaseState.of(db());
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("insert into plain values (2, 'not committed')");
            }
            Restore.from(new TestBackup()
                            .table("plain", "{'id':9,'note':'new'}")
                            .directory(temp().resolve("plain")))
                    .into(connection)
                    .safetyBackup(before())
                    .run();
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertAsBefore(before);
        assertThat(Backup.verify(before()).run().rows()).isEqualTo(2);
    }

    private void createLibraryWithoutACircle() throws SQLException {
        db().execute(
                        "create table plain (id ${bigint} primary key, note ${text})",
                        "insert into plain values (1, 'stays')");
    }

    @Test
    default void aResumableRestoreThatFailsSaysHowToGoBackAndIsGivenUpByIt() throws Exception {
        createFilledLibrary();
        TestBackup bad = library().table("plain_last", "{'id':1}", "{'id':2}", "{'id':null}");
        db().execute("create table plain_last (id ${bigint} not null)");
        DatabaseState whole = DatabaseState.of(db());
        Restore restore = restore(bad).resumable().batchRows(1).safetyBackup(before());
        LoadException failure = catchThrowableOfType(LoadException.class, restore::run);
        assertThat(failure.committed()).isTrue();
        assertThat(failure.getMessage()).contains(before().toString()).contains("Restore.undo");
        // It goes on, and does not write a second one.
        assertThatThrownBy(restore::run).isInstanceOf(LoadException.class).hasMessageContaining(before().toString());
        Path other = library().directory(temp().resolve("other"));
        assertThatThrownBy(() -> restore(other).run())
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(before().toString());
        assertThatThrownBy(() -> Restore.undo(before())
                        .into(db().dataSource())
                        .only("library_book")
                        .run())
                .isInstanceOf(PlanException.class);
        undo(before());
        assertAsBefore(whole);
        restore(other).run();
        assertLibrary();
    }

    @Test
    default void aResumableRestoreWritesItOnceHoweverOftenItGoesOn() throws Exception {
        createFilledLibrary();
        DatabaseState before = DatabaseState.of(db());
        Path backup = library().directory(temp().resolve("backup"));
        int runs = 0;
        RestoreReport report = null;
        while (report == null) {
            runs++;
            assertThat(runs).isLessThan(30);
            AtomicInteger checkpoints = new AtomicInteger();
            try {
                report = restore(backup)
                        .resumable()
                        .batchRows(1)
                        .safetyBackup(before())
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed && checkpoints.incrementAndGet() == 2) {
                                throw new IllegalStateException("on purpose");
                            }
                        })
                        .run();
            } catch (IllegalStateException e) {
                assertThat(before()).exists();
            }
        }
        assertThat(runs).isGreaterThan(1);
        assertThat(report.safetyBackup()).isEqualTo(before().toString());
        assertLibrary();
        undo(before());
        assertAsBefore(before);
    }

    @Test
    default void theWayBackOfTheWayBackIsTheRestore() throws Exception {
        createFilledLibrary();
        restore(library()).safetyBackup(before()).run();
        DatabaseState after = DatabaseState.of(db());
        Path again = temp().resolve("again");
        Restore.undo(before()).into(db().dataSource()).safetyBackup(again).run();
        assertThat(authors()).isNotEmpty();
        undo(again);
        DatabaseState.of(db()).assertSameButNumbersAs(after);
        db().execute("insert into library_author (name) values ('next')");
        assertNextNumber(10, "select id from library_author where name = 'next'");
    }

    @Test
    default void quickContradictsIt() throws Exception {
        createLibrary();
        Restore quick = restore(library()).quick().safetyBackup(before());
        assertThatIllegalArgumentException().isThrownBy(quick::run).withMessageContaining("safety backup");
    }

    @Test
    default void noTableOfThePlanIsLeftOut() throws Exception {
        createFilledLibrary();
        Restore restore = restore(library()).safetyBackup(before());
        RestorePlan plan = restore.plan();
        restore.run();
        assertThat(Backup.verify(before()).run().tables().stream().map(VerifyReport.VerifiedTable::table))
                .containsExactlyInAnyOrderElementsOf(plan.tables().stream()
                        .map(TablePlan::target)
                        .map(table -> table.name().name())
                        .toList());
    }
}
