package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.backup.BackupSource;
import dev.restore.dialect.postgres.FaultyProxy.Fault;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.testing.DatabaseState;
import dev.restore.testing.FaultCase;
import dev.restore.testing.FaultCase.Ending;
import dev.restore.testing.FaultContract;
import dev.restore.testing.Faults;
import dev.restore.testing.ParallelKillContract;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The faults on PostgreSQL, and those that only a server and a network know. */
class PostgresFaultTest extends FaultContract implements ParallelKillContract {

    private static final String OTHERS = "select pid from pg_stat_activity where datname = current_database() "
            + "and pid <> pg_backend_pid() and backend_type = 'client backend'";

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public String url() {
        return shared.urlForAnotherProcess(temp());
    }

    @Override
    public DataSource impatient() {
        return with("-c lock_timeout=50ms");
    }

    private TestDataSource with(String options) {
        Properties properties = new Properties();
        properties.setProperty("options", options);
        return TestDataSource.of(url(), properties);
    }

    private DatabaseException refused(Restore restore, DatabaseState before) throws Exception {
        Throwable failure = catchThrowable(restore::run);
        assertThat(failure).isInstanceOf(DatabaseException.class);
        assertAsBefore(before);
        DatabaseException refusal = (DatabaseException) failure;
        assertThat(refusal.committed()).isFalse();
        return refusal;
    }

    @Test
    void survivesTheEndOfItsServerProcess() throws Exception {
        injectAtEveryEvent(new FaultCase(
                "the server process is ended",
                event -> {
                    if (!(event instanceof RestoreEvent.Finished)) {
                        db().rows("select pg_terminate_backend(pid, 10000) from (" + OTHERS + ") other");
                    }
                },
                Ending.FAILS));
    }

    @Test
    void survivesAConnectionThatIsCutAfterAnyNumberOfBytes() throws Exception {
        filledLibrary();
        Path backup = manyBooks();
        long fromClient;
        long fromServer;
        DatabaseState before = DatabaseState.of(db());
        try (FaultyProxy proxy = new FaultyProxy(url(), Fault.NONE, 0)) {
            Restore cancelled = Restore.from(backup).into(proxy.dataSource()).batchRows(100);
            assertThat(catchThrowable(cancelled.listener(PostgresFaultTest::endWhenVerified)::run))
                    .hasMessage("far enough");
            fromClient = proxy.fromClient();
            fromServer = proxy.fromServer();
        }
        assertAsBefore(before);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int cut = 0; cut < Faults.times(4, 100); cut++) {
            cutAfter(Fault.CUT_CLIENT, random.nextLong(1000, fromClient), backup, seed);
            cutAfter(Fault.CUT_SERVER, random.nextLong(1000, fromServer), backup, seed);
        }
    }

    private static void endWhenVerified(RestoreEvent event) {
        if (event instanceof RestoreEvent.Verified) {
            throw new IllegalStateException("far enough");
        }
    }

    private void cutAfter(Fault fault, long bytes, Path backup, long seed) throws Exception {
        DatabaseState before = DatabaseState.of(db());
        try (FaultyProxy proxy = new FaultyProxy(url(), fault, bytes)) {
            Restore restore = Restore.from(backup).into(proxy.dataSource()).batchRows(100);
            Throwable failure = catchThrowable(restore.listener(PostgresFaultTest::endWhenVerified)::run);
            // A cut that only hits the rollback after that comes too late to be noticed.
            boolean verified = failure instanceof IllegalStateException;
            assertThat(verified || proxy.struck()).isTrue();
            if (!verified) {
                assertThat(failure)
                        .as("%s after %s bytes, seed %s", fault, bytes, seed)
                        .isInstanceOf(DatabaseException.class);
                assertThat(((DatabaseException) failure).sqlState()).startsWith("08");
            }
        }
        assertAsBefore(before);
    }

    private Path manyBooks() throws IOException {
        return new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .exactly(
                        "library_book",
                        IntStream.rangeClosed(1, 1000)
                                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"" + n + " "
                                        + "and a title of some length ".repeat(8) + "\"}")
                                .toList())
                .directory(temp().resolve("many"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_COMMIT", "LOSE_ANSWER"})
    void findsOutWhatBecameOfACommitWhoseAnswerWasLost(Fault fault) throws Exception {
        Path backup = filledLibrary();
        DatabaseState before = DatabaseState.of(db());
        try (FaultyProxy proxy = new FaultyProxy(url(), fault, 0)) {
            Restore restore = Restore.from(backup).into(proxy.dataSource()).listener(event -> {
                if (event instanceof RestoreEvent.Verified) {
                    proxy.arm();
                }
            });
            if (fault == Fault.LOSE_COMMIT) {
                assertThat(refused(restore, before)).hasMessageContaining("did not take place");
            } else {
                RestoreReport report = restore.run();
                assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
                assertThat(report.warnings()).anyMatch(warning -> warning.contains("lost during the commit"));
                assertAsInTheBackup(before);
            }
            assertThat(proxy.struck()).isTrue();
        }
    }

    /** The client does not hear from the server any more, and the server waits for the client and holds the tables. */
    @Test
    void aDeadlineEndsARestoreWhoseConnectionHangs() throws Exception {
        filledLibrary();
        Path backup = manyBooks();
        DatabaseState before = DatabaseState.of(db());
        try (FaultyProxy proxy = new FaultyProxy(url(), Fault.HANG, 100_000)) {
            RestoreJob job = Restore.from(backup)
                    .into(proxy.dataSource())
                    .deadline(Duration.ofMillis(500))
                    .start();
            Throwable failure = catchThrowable(() -> job.await(Duration.ofSeconds(60)));
            assertThat(proxy.struck()).isTrue();
            assertThat(failure).isInstanceOf(RestoreCancelledException.class);
            List<String> zombies = db().rows(OTHERS);
            assertThat(zombies).hasSize(1);
            assertThat(catchThrowable(restore(backup)::run))
                    .hasMessageContaining("another restore")
                    .hasMessageContaining("pg_terminate_backend(" + zombies.get(0) + ")");
        }
        assertAsBefore(before);
    }

    @Test
    void aSlowBackupRunsIntoTheTimeoutOfIdleTransactions() throws Exception {
        byte[] rows = Files.readAllBytes(filledLibrary().resolve("library_author.json"));
        AtomicBoolean slow = new AtomicBoolean();
        BackupSource source = BackupSource.of("library_author.json", () -> {
            if (slow.get()) {
                awaitNoOthers();
            }
            return new ByteArrayInputStream(rows);
        });
        DatabaseException failure = refused(
                Restore.from(source)
                        .cascade()
                        .into(with("-c idle_in_transaction_session_timeout=100ms"))
                        .listener(event -> slow.compareAndSet(false, event instanceof RestoreEvent.Cleared)),
                DatabaseState.of(db()));
        assertThat(failure.phase()).isEqualTo(Phase.LOAD);
        assertThat(failure.sqlState()).isEqualTo("25P03");
    }

    private void awaitNoOthers() {
        try {
            while (!db().rows(OTHERS).isEmpty()) {
                Thread.sleep(10);
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStatementTimeoutOfTheRoleIsNoRowsFault() throws Exception {
        Path backup = filledLibrary();
        db().execute(db().endlessInsert("library_book").toArray(String[]::new));
        db().execute("alter role current_user set statement_timeout = '300ms'");
        try {
            DatabaseException failure = refused(restore(backup), DatabaseState.of(db()));
            assertThat(failure.sqlState()).isEqualTo("57014");
        } finally {
            db().execute("alter role current_user reset statement_timeout");
        }
    }

    /** The other session waits for a table of the restore, and the restore's trigger for one of the other session. */
    @Test
    void theVictimOfADeadlockLeavesNothing() throws Exception {
        Path backup = filledLibrary();
        db().execute(db().auditTrigger("library_book").toArray(String[]::new));
        DatabaseState before = DatabaseState.of(db());
        Throwable failure;
        try (Connection other = shared.asSuperuser().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("set deadlock_timeout = '1h'");
            other.setAutoCommit(false);
            statement.execute("lock table audit");
            failure = catchThrowable(restore(backup).listener(event -> {
                if (event instanceof RestoreEvent.Cleared) {
                    waitFor("library_author", statement);
                }
            })::run);
        }
        assertThat(failure).isInstanceOf(DatabaseException.class);
        assertThat(((DatabaseException) failure).sqlState()).isEqualTo("40P01");
        assertAsBefore(before);
    }

    private static void waitFor(String table, Statement statement) {
        Thread thread = new Thread(() -> {
            try {
                statement.execute("lock table " + table);
            } catch (SQLException e) {
                // The connection is closed when the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
