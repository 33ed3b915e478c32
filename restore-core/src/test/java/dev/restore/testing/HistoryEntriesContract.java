package dev.restore.testing;

import static dev.restore.testing.HistoryRuns.DONE;
import static dev.restore.testing.HistoryRuns.abandoned;
import static dev.restore.testing.HistoryRuns.actions;
import static dev.restore.testing.HistoryRuns.impatient;
import static dev.restore.testing.HistoryRuns.race;
import static dev.restore.testing.HistoryRuns.start;
import static dev.restore.testing.HistoryRuns.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.history.BackupFacts;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.OlderHistory;
import dev.restore.history.Retention;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunHistory.Ownership;
import dev.restore.history.RunOwner;
import dev.restore.history.RunQuery;
import dev.restore.history.RunRequest;
import dev.restore.history.RunResult;
import dev.restore.history.RunStart;
import dev.restore.history.RunUpdate;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a history keeps of runs, and for how long. */
interface HistoryEntriesContract extends HistoryBench {

    @Test
    default void oneRestoreIsOneEntryFromBeforeTheFirstChangeToTheEnd() throws Exception {
        createLibrary();
        fillLibrary();
        RunHistory history = history();
        List<RunEntry> whileRunning = new ArrayList<>();
        RestoreReport report = restore(library())
                .history(history, RunRequest.by("ann").key("monday"))
                .listener(event -> {
                    if (event instanceof RestoreEvent.Opened || event instanceof RestoreEvent.Progress) {
                        whileRunning.addAll(history.list(RunQuery.newest()));
                    }
                })
                .run();
        assertThat(whileRunning).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.status()).isEqualTo(RunStatus.RUNNING);
            assertThat(entry.closed()).isFalse();
            assertThat(entry.id()).isEqualTo(whileRunning.get(0).id());
        });

        assertThat(history.list(RunQuery.newest())).hasSize(1);
        RunEntry entry = history.findByKey("monday").orElseThrow();
        assertThat(entry.id()).isEqualTo(whileRunning.get(0).id());
        assertThat(entry.kind()).isEqualTo(RunKind.RESTORE);
        assertThat(entry.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(entry.closed()).isTrue();
        assertThat(entry.by()).isEqualTo("ann");
        assertThat(entry.attempt()).isEqualTo(1);
        assertThat(entry.owner().process()).isEqualTo(ProcessHandle.current().pid());
        assertThat(entry.counts()).isEqualTo(RunCounts.of(report));
        assertThat(entry.counts().inserted()).isEqualTo(5);
        assertThat(entry.progress().rows()).isEqualTo(5);
        assertThat(entry.progress().phase()).isEqualTo(Phase.REPORT);
        assertThat(entry.backup().name()).isEqualTo(report.backup());
        assertThat(entry.backup().format()).isEqualTo(report.format());
        assertThat(entry.backup().rows()).isEqualTo(5);
        assertThat(entry.backup().tables()).isEqualTo(2);
        assertThat(entry.backup().fingerprint()).isNotEmpty();
        assertThat(entry.backup().bytes()).isPositive();
        assertThat(entry.target()).startsWith("jdbc:").doesNotContain("user=").doesNotContain("?");
        assertThat(entry.options()).isEqualTo("replace");
        assertThat(entry.report()).isEqualTo(report.json());
        assertThat(entry.error()).isNull();
        assertThat(entry.times().endedAt())
                .isNotNull()
                .isAfterOrEqualTo(entry.times().createdAt());
        assertThat(entry.json()).contains("\"status\":\"COMPLETE\"", "\"inserted\":5");
        assertThat(actions(history, entry.id())).containsExactly("BEGIN", "END");
        assertLibrary();
    }

    @Test
    default void aDrillIsKept() throws Exception {
        DrillContract.assumeADatabaseForDrills();
        createLibrary();
        fillLibrary();
        RunHistory history = history();
        Path before = temp().resolve("before.tar.gz");
        restore(library()).safetyBackup(before).run();
        Backup.drill(before).history(history).run();
        List<RunEntry> runs = history.list(RunQuery.newest());
        assertThat(runs).extracting(RunEntry::kind).containsExactly(RunKind.DRILL);
        assertThat(runs).extracting(RunEntry::status).containsExactly(RunStatus.COMPLETE);
        assertThat(runs.get(0).backup().rows()).isEqualTo(4);
        assertThat(history.find(runs.get(0).id()).orElseThrow().report()).startsWith("{");
    }

    @Test
    default void everyKindOfRunIsKept() throws Exception {
        createLibrary();
        fillLibrary();
        RunHistory history = history();
        Path before = temp().resolve("before.tar.gz");
        Path written = temp().resolve("written.tar.gz");
        restore(library()).history(history).safetyBackup(before).run();
        Backup.of(db().dataSource()).except("audit").history(history).write(written);
        Backup.verify(written).against(db().dataSource()).history(history).run();
        db().execute("update bystander set note = 'changed'");
        Backup.verify(written).against(db().dataSource()).history(history).run();
        Restore.undo(before).into(db().dataSource()).history(history).run();

        List<RunEntry> runs = new ArrayList<>(history.list(RunQuery.newest()));
        runs.sort(
                (one, other) -> one.times().createdAt().compareTo(other.times().createdAt()));
        assertThat(runs)
                .extracting(RunEntry::kind)
                .containsExactly(RunKind.RESTORE, RunKind.BACKUP, RunKind.VERIFY, RunKind.VERIFY, RunKind.UNDO);
        assertThat(runs)
                .extracting(RunEntry::status)
                .containsExactly(
                        RunStatus.COMPLETE,
                        RunStatus.COMPLETE,
                        RunStatus.COMPLETE,
                        RunStatus.FAILED,
                        RunStatus.COMPLETE);
        assertThat(runs.get(0).safetyBackup()).isEqualTo(before.toString());
        assertThat(runs.get(1).backup().bytes()).isEqualTo(Files.size(written));
        assertThat(runs.get(1).backup().rows()).isEqualTo(6);
        assertThat(runs.get(3).error()).contains("differences");
        for (RunEntry run : runs) {
            assertThat(run.report()).isNull();
            assertThat(history.find(run.id()).orElseThrow().report()).startsWith("{");
        }
        assertThat(history.list(RunQuery.newest().kinds(RunKind.VERIFY).statuses(RunStatus.FAILED)))
                .hasSize(1);
        assertThat(history.list(RunQuery.newest().limit(2).offset(1))).hasSize(2);
    }

    @Test
    default void backupsLeaveTheTablesOfTheHistoryOut() throws Exception {
        createLibrary();
        RunHistory history = JdbcRunHistory.in(db().dataSource());
        history.begin(start(RunRequest.by("ann")));
        assertThat(Backup.of(db().dataSource()).write(temp().resolve("written")).tables())
                .noneMatch(table -> table.table().toLowerCase(Locale.ROOT).startsWith("restore_history"));
    }

    @Test
    default void aBackupThatHoldsAHistoryDoesNotOverwriteThatOfTheTarget() throws Exception {
        createLibrary();
        RunHistory history = JdbcRunHistory.in(db().dataSource());
        RunStart run = start(RunRequest.by("ann"));
        history.begin(run);
        Path backup = library().table("restore_history", "{'run_id':'other'}").directory(temp().resolve("foreign"));
        PlanException refused =
                failsWithoutTrace(PlanException.class, Restore.from(backup).into(db().dataSource())::run);
        assertThat(refused).hasMessageContaining("restore_history");
        Restore.from(backup).into(db().dataSource()).except("restore_history").run();
        assertThat(history.find(run.id())).isPresent();
        assertLibrary();
    }

    @Test
    default void whatIsOldIsPrunedAndWhatRunsIsKept() throws Exception {
        JdbcRunHistory history = history();
        RunStart running = start(RunRequest.by("ann"));
        history.begin(running);
        RunStart lost = abandoned(impatient(history));
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RunStart run = start(RunRequest.by("ann"));
            history.begin(run);
            history.end(run.id(), run.owner(), update(run), DONE);
            ended.add(run.id());
        }
        assertThat(history.prune(Retention.of(Duration.ofDays(1)), "bob")).isZero();
        assertThat(history.prune(Retention.ofRuns(3), "bob")).isEqualTo(1);
        assertThat(history.prune(Retention.ofRuns(3), "bob")).isZero();
        assertThat(history.prune(new Retention(Duration.ofDays(1), 1), "bob")).isEqualTo(2);
        assertThat(history.prune(Retention.ofRuns(0), "bob")).isEqualTo(1);
        assertThat(history.list(RunQuery.newest()))
                .extracting(RunEntry::id)
                .containsExactlyInAnyOrder(running.id(), lost.id());
        assertThat(history.actions(ended.get(0))).isEmpty();
        assertThat(history.actions(100))
                .filteredOn(line -> line.action().equals("PRUNE"))
                .hasSize(3);
    }

    @Test
    default void aSchemaMayHaveAnyName() throws Exception {
        String name = oddName();
        db().execute("create schema " + db().quote(name));
        try {
            JdbcRunHistory history = JdbcRunHistory.in(db().dataSource()).schema(name);
            RunStart run = start(RunRequest.by("O'Hara \"x\"; --").key("k'"));
            history.begin(run);
            history.end(run.id(), run.owner(), update(run), DONE);
            assertThat(JdbcRunHistory.in(db().dataSource()).schema(name).list(RunQuery.newest()))
                    .extracting(RunEntry::by)
                    .containsExactly("O'Hara \"x\"; --");
        } finally {
            db().execute(dropSchema(db().quote(name)));
        }
    }

    @Test
    default void strangeNamesAndHugeMessagesAreKept() throws Exception {
        RunHistory history = history();
        String odd = "a\u0000b\r\n\uD800c\uD83D\uDE00'\"\\";
        String huge = odd + "x".repeat(2_000_000);
        RunStart run = new RunStart(
                UUID.randomUUID().toString(),
                RunKind.RESTORE,
                RunStatus.RUNNING,
                RunRequest.by("x".repeat(200)).key("\uD83D\uDE00".repeat(100)),
                new RunOwner("h".repeat(300), 1, null, UUID.randomUUID().toString()),
                huge,
                odd,
                huge,
                false);
        assertThat(history.begin(run).created()).isTrue();
        RunUpdate update = new RunUpdate(
                RunStatus.RUNNING,
                new BackupFacts(huge, odd, odd, 1, 1, 1),
                odd,
                new RunProgress(Phase.LOAD, huge, 3, 10, 20, Duration.ofMillis(5), 0, 0),
                odd);
        assertThat(history.heartbeat(run.id(), run.owner(), update)).isEqualTo(Ownership.KEPT);
        assertThat(history.end(
                        run.id(),
                        run.owner(),
                        update,
                        new RunResult(RunStatus.FAILED, RunCounts.NONE, huge, "\"" + "y".repeat(2_000_000) + "\"")))
                .isTrue();
        RunEntry kept = history.findByKey("\uD83D\uDE00".repeat(100)).orElseThrow();
        assertThat(kept.error())
                .hasSize(huge.length())
                .startsWith("a\uFFFDb\r\n")
                .contains("c\uD83D\uDE00'\"\\");
        assertThat(kept.owner().host()).hasSize(300);
        history.audit(run.id(), "x".repeat(500), "LOOK", huge);
        assertThat(actions(history, run.id())).containsExactly("BEGIN", "END", "LOOK");
    }

    @Test
    default void anOlderHistoryIsBroughtToThisVersion() throws Exception {
        OlderHistory.make(historyDatabase());
        DataSource database = historyDatabase();
        List<Object> begun = race(
                3,
                () -> JdbcRunHistory.in(database)
                        .begin(start(RunRequest.by("ann").key("same"))));
        assertThat(begun).filteredOn(one -> ((RunHistory.Begun) one).created()).hasSize(1);
        JdbcRunHistory history = history();
        RunEntry old = history.find("old").orElseThrow();
        assertThat(old.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(old.key()).isNull();
        assertThat(history.begin(start(RunRequest.by("ann").key("new"))).created())
                .isTrue();
        OlderHistory.pretendNewer(historyDatabase());
        assertThatThrownBy(() -> history().list(RunQuery.newest()))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    default void severalMakeTheTablesAtOnce() throws Exception {
        DataSource database = historyDatabase();
        List<Object> lists = race(3, () -> JdbcRunHistory.in(database).list(RunQuery.newest()));
        assertThat(lists).allSatisfy(list -> assertThat(list).isEqualTo(List.of()));
    }

    @Test
    default void noColumnHoldsASecretOrAValue() throws Exception {
        createLibrary();
        JdbcRunHistory history = history();
        Path backup = temp().resolve("secret.tar.gz");
        Backup.of(db().dataSource())
                .only("bystander")
                .where("bystander", "note <> 'WHERE5ecret'")
                .history(history)
                .write(backup);
        Restore.from(backup).into(db().dataSource()).history(history).run();
        assertThat(catchThrowable(() -> restore(new TestBackup()
                                .table("library_book", "{'id':1,'author_id':null,'title':'VALUE5ecret','pages':1}"))
                        .history(history)
                        .run()))
                .isNotNull();
        assertThat(catchThrowable(() -> freshly(library())
                        .history(history)
                        .listener(event -> {
                            throw new IllegalStateException("LISTENER5ecret");
                        })
                        .run()))
                .isNotNull();
        List<String> columns = columns();
        assertThat(columns).anyMatch(text -> text.contains("FAILED")).noneMatch(text -> text.contains("5ecret"));
        assertThat(columns).noneMatch(text -> text.contains("user=") || text.contains("password"));
    }
}
