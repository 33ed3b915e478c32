package dev.restore.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.history.BackupFacts;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.OlderHistory;
import dev.restore.history.Retention;
import dev.restore.history.RunAction;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunOwner;
import dev.restore.history.RunQuery;
import dev.restore.history.RunRequest;
import dev.restore.history.RunResult;
import dev.restore.history.RunStart;
import dev.restore.history.RunUpdate;
import dev.restore.outcome.DuplicateRunException;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.JobSnapshot;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a history of runs keeps, and what it never does to the runs. */
public abstract class HistoryContract extends DatabaseCase {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final RunResult DONE = new RunResult(RunStatus.COMPLETE, RunCounts.ofRead(3), null, "{}");

    /** Returns the database of the history: the one that is restored into, unless overridden. */
    protected DataSource historyDatabase() throws Exception {
        return db().dataSource();
    }

    /** Returns the URL of a database in a file or on a server that another process opens, too. */
    protected abstract String urlForAnotherProcess();

    /** Returns a name that a schema can have only in quotes. */
    protected String oddName() {
        return "run's \"history\"; drop table x--";
    }

    /** Returns the statement that drops a schema and what is in it. */
    protected String dropSchema(String quotedName) {
        return "drop schema " + quotedName + " cascade";
    }

    final JdbcRunHistory history() throws Exception {
        return JdbcRunHistory.in(historyDatabase());
    }

    private static RunStart start(String id, RunRequest request) {
        return new RunStart(
                id,
                RunKind.RESTORE,
                RunStatus.RUNNING,
                request,
                RunOwner.thisProcess(),
                "nightly",
                "a database",
                "replace",
                false);
    }

    private static RunStart start(RunRequest request) {
        return start(UUID.randomUUID().toString(), request);
    }

    private static RunUpdate update(RunStart start) {
        return new RunUpdate(
                RunStatus.RUNNING,
                BackupFacts.named(start.backup()),
                start.target(),
                new RunProgress(Phase.LOAD, "t", 3, 10, 20, Duration.ofMillis(5), 0, 0),
                null);
    }

    /** Begins a run whose owner is not heard of again, and waits until it counts as interrupted. */
    private static RunStart abandoned(RunHistory history) {
        RunStart lost = start(RunRequest.by("gone"));
        history.begin(lost);
        await(() -> history.find(lost.id()).orElseThrow().abandoned());
        return lost;
    }

    private static JdbcRunHistory impatient(JdbcRunHistory history) {
        return history.heartbeat(Duration.ofMillis(10), Duration.ofMillis(30));
    }

    private static void await(Callable<Boolean> condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("it has not come").isLessThan(end);
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> actions(RunHistory history, String id) {
        return history.actions(id).stream().map(RunAction::action).toList();
    }

    /** Does the same in several threads at once, and returns what came of it: results and exceptions. */
    private static List<Object> race(int threads, Callable<?> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier line = new CyclicBarrier(threads);
            List<Future<Object>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    line.await();
                    try {
                        return task.call();
                    } catch (RuntimeException e) {
                        return e;
                    }
                }));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void oneRestoreIsOneEntryFromBeforeTheFirstChangeToTheEnd() throws Exception {
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
    void aDrillIsKept() throws Exception {
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
    void everyKindOfRunIsKept() throws Exception {
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
    void backupsLeaveTheTablesOfTheHistoryOut() throws Exception {
        createLibrary();
        RunHistory history = JdbcRunHistory.in(db().dataSource());
        history.begin(start(RunRequest.by("ann")));
        assertThat(Backup.of(db().dataSource()).write(temp().resolve("written")).tables())
                .noneMatch(table -> table.table().toLowerCase(Locale.ROOT).startsWith("restore_history"));
    }

    @Test
    void aBackupThatHoldsAHistoryDoesNotOverwriteThatOfTheTarget() throws Exception {
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
    void ofRequestsWithOneKeyOneIsRun() throws Exception {
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
    void ofTwoWhoResumeARunOneOwnsIt() throws Exception {
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

        assertThat(history.heartbeat(lost.id(), lost.owner(), update(lost))).isFalse();
        assertThat(history.end(lost.id(), lost.owner(), update(lost), DONE)).isFalse();
        assertThat(history.heartbeat(lost.id(), winner.owner(), update(winner))).isTrue();
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
    void whoIsHeardOfAgainWasNotGone() throws Exception {
        JdbcRunHistory history = impatient(history());
        RunStart slow = abandoned(history);
        assertThat(history.list(RunQuery.newest().statuses(RunStatus.INTERRUPTED)))
                .hasSize(1);
        assertThat(history.end(slow.id(), slow.owner(), update(slow), DONE)).isTrue();
        assertThat(history.find(slow.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETE);
    }

    @Test
    void onlyAnInterruptedRunIsClosed() throws Exception {
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
        assertThat(history.heartbeat(lost.id(), lost.owner(), update(lost))).isFalse();
        history.audit(lost.id(), "bob", "DOWNLOAD", "its report");
        assertThat(actions(history, lost.id())).containsExactly("BEGIN", "CLOSE", "DOWNLOAD");
        assertThat(history.actions(1)).extracting(RunAction::detail).containsExactly("its report");
    }

    @Test
    void whatIsOldIsPrunedAndWhatRunsIsKept() throws Exception {
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
    public void aSchemaMayHaveAnyName() throws Exception {
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
    void anOlderHistoryIsBroughtToThisVersion() throws Exception {
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
    void severalMakeTheTablesAtOnce() throws Exception {
        DataSource database = historyDatabase();
        List<Object> lists = race(3, () -> JdbcRunHistory.in(database).list(RunQuery.newest()));
        assertThat(lists).allSatisfy(list -> assertThat(list).isEqualTo(List.of()));
    }

    @Test
    void noColumnHoldsASecretOrAValue() throws Exception {
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

    /** Returns every value of every table of the history. */
    final List<String> columns() throws Exception {
        List<String> columns = new ArrayList<>();
        try (Connection connection = historyDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String quote = connection.getMetaData().getIdentifierQuoteString();
            for (String table : JdbcRunHistory.TABLES) {
                try (ResultSet rows = statement.executeQuery("select * from " + quote + table + quote)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            columns.add(String.valueOf(rows.getString(i)));
                        }
                    }
                }
            }
        }
        return columns;
    }

    @Test
    void aHistoryThatCannotBeReachedEndsARunBeforeItChangesAnything() throws Exception {
        createLibrary();
        fillLibrary();
        List<String> before = authors();
        JdbcRunHistory history = JdbcRunHistory.in((TestDataSource) () -> {
            throw new SQLException("no route to jdbc:x://me:s3cret@host/db?password=s3cret", "08001");
        });
        HistoryException refused =
                failsWithoutTrace(HistoryException.class, restore(library()).history(history)::run);
        assertThat(refused).hasMessageContaining("cannot be reached").hasMessageNotContaining("s3cret");
        assertThat(refused.committed()).isFalse();
        assertThat(authors()).isEqualTo(before);
    }

    @Test
    void aHistoryThatFailsInTheMiddleHarmsNoRun() throws Exception {
        createLibrary();
        DataSource database = historyDatabase();
        AtomicBoolean broken = new AtomicBoolean();
        JdbcRunHistory history = JdbcRunHistory.in((TestDataSource) () -> {
            if (broken.get()) {
                throw new SQLException("gone", "08006");
            }
            return database.getConnection();
        });
        RestoreReport report = restore(library())
                .history(history)
                .listener(event -> broken.set(true))
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.warnings())
                .anyMatch(warning -> warning.startsWith("The history of runs does not say how this run ended: "));
        assertLibrary();
        broken.set(false);
        assertThat(history.list(RunQuery.newest())).extracting(RunEntry::closed).containsExactly(false);
    }

    @Test
    void aRunWhoseEntryIsClosedByOthersSaysSo() throws Exception {
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
        try (Connection connection = historyDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String quote = connection.getMetaData().getIdentifierQuoteString();
            statement.executeUpdate(
                    "update " + quote + "restore_history" + quote + " set heartbeat_ms = 1, lost_after_ms = 1");
            history().close(id, "bob");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the connection of a pool, as pools let their borrowers do. */
    private static Connection waitedFor(OneConnectionPool pool) throws SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aPoolOfOneConnectionServesTheRunAndItsHistory() throws Exception {
        createLibrary();
        try (OneConnectionPool pool = new OneConnectionPool(historyDatabase().getConnection())) {
            boolean same = historyDatabase() == db().dataSource();
            TestDataSource waiting = () -> waitedFor(pool);
            JdbcRunHistory history = impatient(JdbcRunHistory.in(waiting));
            RestoreReport report = Restore.from(library().directory(temp().resolve("backup")))
                    .into(same ? waiting : db().dataSource())
                    .history(history)
                    .run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            await(() -> !pool.lent());
            assertThat(history.list(RunQuery.newest()))
                    .extracting(RunEntry::status)
                    .containsExactly(RunStatus.COMPLETE);
        }
        assertLibrary();
    }

    @Test
    void aTransactionThatIsBoundToTheThreadIsNotJoinedByTheHistory() throws Exception {
        db().execute("create table plain (id ${bigint} primary key)");
        history().list(RunQuery.newest());
        try (BoundConnections bound = new BoundConnections(db().dataSource(), false)) {
            boolean same = historyDatabase() == db().dataSource();
            RestoreReport report = Restore.from(
                            new TestBackup().table("plain", "{'id':1}").directory(temp().resolve("backup")))
                    .into(bound)
                    .history(JdbcRunHistory.in(same ? bound : historyDatabase()))
                    .run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            bound.connection().rollback();
        }
        assertThat(db().rows("select id from plain")).isEmpty();
        assertThat(history().list(RunQuery.newest()))
                .extracting(RunEntry::status)
                .containsExactly(RunStatus.COMPLETE);
    }

    @Test
    void theEntryIsNotRolledBackWithTheRun() throws Exception {
        createLibrary();
        fillLibrary();
        List<String> before = authors();
        JdbcRunHistory history = history();
        assertThat(catchThrowable(restore(library()).history(history).listener(event -> {
                    if (event instanceof RestoreEvent.Verified) {
                        throw new IllegalStateException("enough");
                    }
                })::run))
                .hasMessage("enough");
        assertThat(authors()).isEqualTo(before);
        RunEntry entry = history.list(RunQuery.newest()).get(0);
        assertThat(entry.status()).isEqualTo(RunStatus.FAILED);
        assertThat(entry.error()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    public void aKilledProcessIsShownAsInterruptedAndItsRunIsResumed() throws Exception {
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

        RestoreReport report = Restore.from(backup)
                .into(target)
                .resumable()
                .batchRows(1)
                .history(history, RunRequest.by("bob").resuming(lost.id()))
                .run();
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

    /** Returns the URL of the history beside a target that another process opens: the same, unless overridden. */
    protected String historyUrl(String target) {
        return target;
    }

    @Test
    void noSecondEntry() throws Exception {
        createLibrary();
        RunHistory history = history();
        Restore restore =
                restore(library()).history(history, RunRequest.by("ann").key("once"));
        RestoreJob job = restore.start();
        job.await();
        db().execute("delete from library_book");
        assertThatThrownBy(restore::start).isInstanceOfSatisfying(DuplicateRunException.class, again -> {
            assertThat(again.runId()).isEqualTo(job.id());
            assertThat(again.status()).isEqualTo(RunStatus.COMPLETE);
        });
        assertThatThrownBy(restore::run).isInstanceOf(DuplicateRunException.class);
        assertThat(books()).isEmpty();
        assertThat(history.list(RunQuery.newest())).extracting(RunEntry::id).containsExactly(job.id());
    }

    @Test
    void aRestoreThatChangesNothingCannotReportSuccess() throws Exception {
        createLibrary();
        RunHistory history = history();
        Restore restore = restore(library()).history(history);
        restore.plan();
        assertThat(history.list(RunQuery.newest())).isEmpty();
        assertThat(catchThrowable(restore.approval(plan -> false)::run)).isNotNull();
        assertThat(catchThrowable(restore.map("library_book", "no_such_table")::run))
                .isNotNull();
        assertThat(authors()).isEmpty();
        assertThat(history.list(RunQuery.newest()))
                .noneMatch(run -> run.status().succeeded())
                .hasSize(2);
        restore.run();
        RunEntry run = history.list(RunQuery.newest()).get(0);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(run.counts().inserted())
                .isEqualTo(authors().size() + books().size())
                .isPositive();
    }

    @Test
    void noProgressThatRunsAhead() throws Exception {
        createLibrary();
        RunHistory history = impatient(history());
        AtomicReference<RestoreJob> job = new AtomicReference<>();
        Queue<Runnable> queue = new ArrayDeque<>();
        List<Long> loaded = new ArrayList<>();
        job.set(restore(library())
                .batchRows(1)
                .history(history)
                .listener(event -> {
                    JobSnapshot seen = job.get().snapshot();
                    assertThat(seen.status()).isEqualTo(RunStatus.RUNNING);
                    // The job hears of a batch after this listener, never before.
                    assertThat(seen.progress().rows()).isLessThanOrEqualTo(loaded.size());
                    RunEntry kept = history.find(seen.id()).orElseThrow();
                    assertThat(kept.progress().rows()).isLessThanOrEqualTo(loaded.size());
                    if (event instanceof RestoreEvent.Progress progress) {
                        loaded.add(progress.rows());
                    }
                })
                .start(queue::add));
        assertThat(job.get().snapshot().progress().rows()).isZero();
        queue.remove().run();
        RestoreReport report = job.get().await();
        assertThat(job.get().snapshot().progress().rows())
                .isEqualTo(report.totals().inserted())
                .isEqualTo(5);
    }

    @Test
    void noStuckRun() throws Exception {
        createLibrary();
        RunHistory history = history();
        Queue<Runnable> queue = new ArrayDeque<>();
        RestoreJob job = restore(library()).history(history).start(queue::add);
        assertThat(history.find(job.id()).orElseThrow().status()).isEqualTo(RunStatus.PENDING);
        assertThat(job.cancel()).isTrue();
        assertThat(job.cancel()).isFalse();
        assertThat(job.status()).isEqualTo(RunStatus.CANCELLED);
        assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        assertThat(history.find(job.id()).orElseThrow().status()).isEqualTo(RunStatus.CANCELLED);
        queue.remove().run();
        assertThat(job.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(authors()).isEmpty();

        assertThatThrownBy(() -> freshly(library()).history(history).start(task -> {
                    throw new RejectedExecutionException("full");
                }))
                .hasMessage("full");
        assertThatThrownBy(() -> Backup.of(db().dataSource()).history(history).start(temp().resolve("never"), task -> {
                    throw new RejectedExecutionException("full");
                }))
                .hasMessage("full");
        assertThat(history.list(RunQuery.newest()))
                .hasSize(3)
                .allMatch(run -> run.status() == RunStatus.CANCELLED && run.closed());
    }
}
