package dev.restore.testing;

import static dev.restore.testing.HistoryRuns.PATIENCE_NANOS;
import static dev.restore.testing.HistoryRuns.await;
import static dev.restore.testing.HistoryRuns.impatient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunEntry;
import dev.restore.history.RunQuery;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import dev.restore.outcome.VerifyReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a history never does to the runs, also when it fails. */
interface HistoryFailuresContract extends HistoryBench {

    @Test
    default void aHistoryThatCannotBeReachedEndsARunBeforeItChangesAnything() throws Exception {
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
    default void aHistoryThatFailsInTheMiddleHarmsNoRun() throws Exception {
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
    default void whatTheHistoryLacksIsInTheReportOfEveryKindOfRun() throws Exception {
        createLibrary();
        DataSource database = historyDatabase();
        AtomicBoolean broken = new AtomicBoolean();
        JdbcRunHistory history = JdbcRunHistory.in((TestDataSource) () -> {
            if (broken.get()) {
                throw new SQLException("gone", "08006");
            }
            return database.getConnection();
        });
        // The last thing that a run tells before its entry is closed.
        RunObserver breaking = (kind, id, backup) -> new RunObserver.Observation() {
            @Override
            public void ended(RunStatus status, RunCounts counts, RunProgress progress, @Nullable Throwable failure) {
                broken.set(true);
            }
        };
        String lacking = "The history of runs does not say how this run ended: ";
        Path written = temp().resolve("written");
        assertThat(Backup.of(db().dataSource())
                        .history(history)
                        .observer(breaking)
                        .write(written)
                        .warnings())
                .anyMatch(warning -> warning.startsWith(lacking));
        broken.set(false);
        VerifyReport verified =
                Backup.verify(written).history(history).observer(breaking).run();
        assertThat(verified.warnings()).anyMatch(warning -> warning.startsWith(lacking));
        assertThat(verified.agrees()).isTrue();
        assertThat(verified.text()).contains("warning: " + lacking);
        assertThat(verified.json()).contains("\"warnings\":[\"" + lacking);
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
    default void aPoolOfOneConnectionServesTheRunAndItsHistory() throws Exception {
        createLibrary();
        try (OneConnectionPool pool = new OneConnectionPool(historyDatabase().getConnection())) {
            boolean same = historyDatabase() == db().dataSource();
            AtomicInteger waiting = new AtomicInteger();
            TestDataSource forHistory = () -> {
                waiting.incrementAndGet();
                try {
                    return waitedFor(pool);
                } finally {
                    waiting.decrementAndGet();
                }
            };
            // A heartbeat waits for the connection from the moment when the run has it.
            TestDataSource forRun = () -> {
                Connection connection = waitedFor(pool);
                await(() -> waiting.get() > 0);
                return connection;
            };
            JdbcRunHistory history = impatient(JdbcRunHistory.in(forHistory));
            RestoreReport report = Restore.from(library().directory(temp().resolve("backup")))
                    .into(same ? forRun : db().dataSource())
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
    default void aTransactionThatIsBoundToTheThreadIsNotJoinedByTheHistory() throws Exception {
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
    default void theEntryIsNotRolledBackWithTheRun() throws Exception {
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
}
