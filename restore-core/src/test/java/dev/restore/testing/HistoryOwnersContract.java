package dev.restore.testing;

import static dev.restore.testing.HistoryRuns.DONE;
import static dev.restore.testing.HistoryRuns.abandoned;
import static dev.restore.testing.HistoryRuns.actions;
import static dev.restore.testing.HistoryRuns.await;
import static dev.restore.testing.HistoryRuns.impatient;
import static dev.restore.testing.HistoryRuns.race;
import static dev.restore.testing.HistoryRuns.start;
import static dev.restore.testing.HistoryRuns.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.BackupJob;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.RunJob;
import dev.restore.VerificationJob;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunAction;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunHistory.Ownership;
import dev.restore.history.RunQuery;
import dev.restore.history.RunRequest;
import dev.restore.history.RunStart;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunStatus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Of several processes that want a run one has it, and a run whose process is gone is nobody's. */
interface HistoryOwnersContract extends HistoryBench {

    @Test
    default void ofRequestsWithOneKeyOneIsRun() throws Exception {
        DataSource database = historyDatabase();
        List<Object> begun = race(
                4,
                () -> JdbcRunHistory.in(database)
                        .begin(start(RunRequest.by("ann").key("same"))));
        assertThat(begun).filteredOn(one -> ((RunHistory.Begun) one).created()).hasSize(1);
        assertThat(begun)
                .extracting(one -> ((RunHistory.Begun) one).run().id())
                .containsOnly(((RunHistory.Begun) begun.get(0)).run().id());
        RunHistory history = history();
        assertThat(history.list(RunQuery.newest())).hasSize(1);
        // Keys differ by the case of their letters, and no key is no key.
        assertThat(history.begin(start(RunRequest.by("ann").key("SAME"))).created())
                .isTrue();
        assertThat(history.begin(start(RunRequest.by("ann"))).created()).isTrue();
        assertThat(history.begin(start(RunRequest.by("ann"))).created()).isTrue();
    }

    @Test
    default void ofTwoWhoResumeARunOneOwnsIt() throws Exception {
        JdbcRunHistory history = history();
        RunStart lost = abandoned(impatient(history));
        List<Object> resumed = race(4, () -> {
            RunStart again = start(lost.id(), RunRequest.by("bob").resuming(lost.id()));
            history.begin(again);
            return again;
        });
        assertThat(resumed).filteredOn(RunStart.class::isInstance).hasSize(1);
        assertThat(resumed)
                .filteredOn(HistoryException.class::isInstance)
                .hasSize(3)
                .allSatisfy(refused -> assertThat((HistoryException) refused)
                        .hasMessageContaining("cannot be resumed: only a run whose process is gone can"));
        RunStart winner = (RunStart)
                resumed.stream().filter(RunStart.class::isInstance).findFirst().orElseThrow();

        assertThat(history.heartbeat(lost.id(), lost.owner(), update(lost))).isEqualTo(Ownership.LOST);
        assertThat(history.end(lost.id(), lost.owner(), update(lost), DONE)).isFalse();
        assertThat(history.heartbeat(lost.id(), winner.owner(), update(winner))).isEqualTo(Ownership.KEPT);
        RunEntry running = history.find(lost.id()).orElseThrow();
        assertThat(running.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(running.attempt()).isEqualTo(2);
        assertThat(running.by()).isEqualTo("bob");
        assertThat(history.end(lost.id(), winner.owner(), update(winner), DONE)).isTrue();
        assertThat(history.end(lost.id(), winner.owner(), update(winner), DONE)).isTrue();
        assertThat(history.find(lost.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(actions(history, lost.id())).containsExactly("BEGIN", "RESUME", "LATE_END", "END");
        assertThat(history.list(RunQuery.newest())).hasSize(1);
    }

    @Test
    default void ofTwoProcessesThatResumeARunOneOwnsIt() throws Exception {
        String url = urlForSeveralProcesses();
        JdbcRunHistory history = JdbcRunHistory.in(TestDataSource.of(url, new Properties()));
        RunStart lost = abandoned(impatient(history));
        List<Process> racers = new ArrayList<>();
        // A file that several open is served by whoever has it open.
        try (Connection open = DriverManager.getConnection(url)) {
            assertThat(open.isClosed()).isFalse();
            List<BufferedReader> said = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Process racer = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HistoryRacer.class.getName(),
                                url,
                                lost.id())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                racers.add(racer);
                said.add(new BufferedReader(new InputStreamReader(racer.getInputStream(), UTF_8)));
            }
            for (BufferedReader racer : said) {
                assertThat(racer.readLine()).isEqualTo("ready");
            }
            for (Process racer : racers) {
                racer.getOutputStream().write('\n');
                racer.getOutputStream().flush();
            }
            List<String> got = new ArrayList<>();
            for (BufferedReader racer : said) {
                got.addAll(List.of(racer.readLine().split(" ")));
            }
            assertThat(List.of(got.get(0), got.get(2))).containsExactlyInAnyOrder("true", "false");
            assertThat(List.of(got.get(1), got.get(3))).containsExactlyInAnyOrder("true", "false");
        } finally {
            racers.forEach(Process::destroyForcibly);
        }
        assertThat(history.find(lost.id()).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    default void whoIsHeardOfAgainWasNotGone() throws Exception {
        JdbcRunHistory history = impatient(history());
        RunStart slow = abandoned(history);
        assertThat(history.list(RunQuery.newest().statuses(RunStatus.INTERRUPTED)))
                .hasSize(1);
        assertThat(history.end(slow.id(), slow.owner(), update(slow), DONE)).isTrue();
        assertThat(history.find(slow.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETE);
    }

    @Test
    default void onlyAnInterruptedRunIsClosed() throws Exception {
        JdbcRunHistory history = history();
        RunStart running = start(RunRequest.by("ann"));
        history.begin(running);
        assertThatThrownBy(() -> history.close(running.id(), "bob"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("it belongs to process");
        assertThatThrownBy(() -> history.close("nobody", "bob")).hasMessageContaining("There is no run nobody");
        RunStart lost = abandoned(impatient(history));
        RunEntry closed = history.close(lost.id(), "bob");
        assertThat(closed.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(closed.closed()).isTrue();
        assertThat(closed.abandoned()).isFalse();
        assertThatThrownBy(() -> history.close(lost.id(), "bob")).hasMessageContaining("and closed");
        assertThat(history.heartbeat(lost.id(), lost.owner(), update(lost))).isEqualTo(Ownership.LOST);
        history.audit(lost.id(), "bob", "DOWNLOAD", "its report");
        assertThat(actions(history, lost.id())).containsExactly("BEGIN", "CLOSE", "DOWNLOAD");
        assertThat(history.actions(1)).extracting(RunAction::detail).containsExactly("its report");
    }

    @Test
    default void aRunIsCancelledFromAnotherProcess() throws Exception {
        createLibrary();
        db().execute(db().endlessInsert("library_book").toArray(String[]::new));
        JdbcRunHistory history = history().heartbeat(Duration.ofMillis(20), Duration.ofMinutes(10));
        JdbcRunHistory elsewhere = history();
        RestoreJob job = restore(library()).history(history).start();
        await(() -> job.phase() == Phase.LOAD || job.ended());
        assertThat(elsewhere.cancel(job.id(), "bob").cancelBy()).isEqualTo("bob");
        assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        RunEntry cancelled = elsewhere.find(job.id()).orElseThrow();
        assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(cancelled.cancelBy()).isEqualTo("bob");
        assertThat(actions(elsewhere, job.id())).containsExactly("BEGIN", "CANCEL", "END");
        assertThat(authors()).isEmpty();
        assertThatThrownBy(() -> elsewhere.cancel(job.id(), "bob"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("it is cancelled");
        assertThatThrownBy(() -> elsewhere.cancel("nobody", "bob")).hasMessageContaining("There is no run nobody");
    }

    @Test
    default void aRunThatWaitsIsCancelledFromAnotherProcess() throws Exception {
        createLibrary();
        JdbcRunHistory history = history().heartbeat(Duration.ofMillis(20), Duration.ofMinutes(10));
        Queue<Runnable> queue = new ArrayDeque<>();
        RestoreJob restore = restore(library()).history(history).start(queue::add);
        BackupJob backup = Backup.of(db().dataSource()).history(history).start(temp().resolve("never"), queue::add);
        VerificationJob verification = Backup.verify(temp().resolve("never"))
                .against(db().dataSource())
                .history(history)
                .start(queue::add);
        JdbcRunHistory elsewhere = history();
        for (RunJob<?> job : List.of(restore, backup, verification)) {
            elsewhere.cancel(job.id(), "bob");
            assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        }
        queue.forEach(Runnable::run);
        assertThat(elsewhere.list(RunQuery.newest())).hasSize(3).allMatch(run -> run.status() == RunStatus.CANCELLED);
        assertThat(authors()).isEmpty();
        assertThat(temp().resolve("never")).doesNotExist();
    }

    @Test
    default void aRunWhoseProcessIsGoneIsResumedThoughItWasToBeCancelled() throws Exception {
        JdbcRunHistory history = history();
        RunStart running = start(RunRequest.by("ann"));
        impatient(history).begin(running);
        await(() -> history.find(running.id()).orElseThrow().abandoned());
        assertThatThrownBy(() -> history.cancel(running.id(), "bob"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("close it instead");
        RunStart again = start(running.id(), RunRequest.by("bob").resuming(running.id()));
        history.begin(again);
        history.cancel(again.id(), "eve");
        history.cancel(again.id(), "bob");
        assertThat(history.find(again.id()).orElseThrow().cancelBy()).isEqualTo("eve");
        assertThat(history.heartbeat(again.id(), again.owner(), update(again))).isEqualTo(Ownership.CANCEL_REQUESTED);
        assertThat(history.heartbeat(again.id(), running.owner(), update(again)))
                .isEqualTo(Ownership.LOST);
        makeLost();
        history.begin(start(running.id(), RunRequest.by("bob").resuming(running.id())));
        assertThat(history.find(again.id()).orElseThrow().cancelBy()).isNull();
    }

    @Test
    default void aRunWhoseEntryIsClosedByOthersSaysSo() throws Exception {
        createLibrary();
        JdbcRunHistory history = history();
        RestoreReport report = restore(library())
                .history(impatient(history).heartbeat(Duration.ofHours(1), Duration.ofHours(3)))
                .listener(event -> {
                    if (event instanceof RestoreEvent.Opened) {
                        String id = history.list(RunQuery.newest()).get(0).id();
                        takeAway(id);
                    }
                })
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("closed or resumed by somebody else"));
        RunEntry entry = history.list(RunQuery.newest()).get(0);
        assertThat(entry.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(history.actions(entry.id())).extracting(RunAction::detail).contains("COMPLETE");
    }

    /** Lets a run look as if nothing was heard of it, and closes it. */
    private void takeAway(String id) {
        try {
            makeLost();
            history().close(id, "bob");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeLost() throws Exception {
        try (Connection connection = historyDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String quote = connection.getMetaData().getIdentifierQuoteString();
            statement.executeUpdate(
                    "update " + quote + "restore_history" + quote + " set heartbeat_ms = 1, lost_after_ms = 1");
        }
    }

    @Test
    default void aKilledProcessIsShownAsInterruptedAndItsRunIsResumed() throws Exception {
        String url = urlForAnotherProcess();
        DataSource target = TestDataSource.of(url, new Properties());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table killed (id bigint primary key)");
        }
        String historyUrl = historyUrl(url);
        Path backup = new TestBackup().table("killed", "{'id':1}", "{'id':2}").directory(temp().resolve("killed"));
        Process child = new ProcessBuilder(
                        ChildJvm.command(List.of(), HistoryInSteps.class, url, historyUrl, backup.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo("loading");
        } finally {
            child.destroyForcibly().waitFor();
        }
        JdbcRunHistory history = JdbcRunHistory.in(TestDataSource.of(historyUrl, new Properties()));
        await(() -> history.list(RunQuery.newest()).get(0).abandoned());
        RunEntry lost = history.list(RunQuery.newest()).get(0);
        assertThat(lost.owner().process()).isEqualTo(child.pid());
        assertThat(lost.by()).isEqualTo("victim");
        assertThat(lost.resumable()).isTrue();
        assertThat(history.list(RunQuery.newest().statuses(RunStatus.RUNNING))).isEmpty();

        Restore again = Restore.from(backup)
                .into(target)
                .batchRows(1)
                .history(history, RunRequest.by("bob").resuming(lost.id()));
        // One that cannot go on must not use the entry up.
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(again::run)
                .withMessageContaining("only a resumable run (resumable, --resumable) goes on with it");
        assertThat(history.find(lost.id()).orElseThrow().abandoned()).isTrue();
        RestoreReport report = again.resumable().run();
        assertThat(report.totals().inserted()).isEqualTo(2);
        try (Connection connection = target.getConnection()) {
            assertThat(db().rows(connection, "select id from killed order by id"))
                    .containsExactly("1", "2");
        }
        assertThat(history.list(RunQuery.newest())).hasSize(1);
        RunEntry resumed = history.find(lost.id()).orElseThrow();
        assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(resumed.attempt()).isEqualTo(2);
        assertThat(resumed.counts().inserted()).isEqualTo(2);
    }
}
