package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a run is ended from outside, and that it leaves nothing behind. */
interface CancelContract extends ContractCase {

    private static RestoreReport finished(List<RestoreEvent> events) {
        return ((RestoreEvent.Finished) events.get(events.size() - 1)).report();
    }

    @Test
    default void aJobEndsWithTheReportOfItsRun() throws Exception {
        createLibrary();
        fillLibrary();
        RestoreJob job = restore(library()).batchRows(1).start();
        RestoreReport report = job.await();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(job.ended()).isTrue();
        assertThat(job.phase()).isEqualTo(Phase.REPORT);
        assertThat(job.progress().orElseThrow().rows()).isEqualTo(5);
        assertThat(job.completion().toCompletableFuture().join()).isSameAs(report);
        assertThat(job.await(Duration.ZERO)).isSameAs(report);
        assertThat(job.cancel()).isFalse();
        assertLibrary();
    }

    @Test
    default void aJobCancelledBeforeItBeginsChangesNothing() throws Exception {
        createLibrary();
        fillLibrary();
        List<RestoreEvent> events = new ArrayList<>();
        AtomicReference<Runnable> task = new AtomicReference<>();
        RestoreJob job = restore(library()).listener(events::add).start(task::set);
        assertThatThrownBy(() -> job.await(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        assertThat(job.cancel()).isTrue();
        task.get().run();
        RestoreCancelledException failure = failsWithoutTrace(RestoreCancelledException.class, job::await);
        assertThat(failure.phase()).isEqualTo(Phase.OPEN);
        assertThat(finished(events).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    default void aCancelAtAnyBatchLeavesNoTrace() throws Exception {
        createLibrary();
        fillLibrary();
        try (Connection connection = db().dataSource().getConnection();
                OneConnectionPool pool = new OneConnectionPool(connection)) {
            List<String> before = DatabaseState.ofSession(db(), connection);
            Path backup = library().directory(temp().resolve("backup"));
            for (int batch = 1; batch <= 5; batch++) {
                int last = batch;
                AtomicReference<RestoreJob> job = new AtomicReference<>();
                CountDownLatch known = new CountDownLatch(1);
                List<RestoreEvent> events = new ArrayList<>();
                Restore cancelled = Restore.from(backup).into(pool).batchRows(1).listener(event -> {
                    events.add(event);
                    if (event instanceof RestoreEvent.Progress progress && progress.rows() == last) {
                        await(known);
                        job.get().cancel();
                    }
                });
                RestoreCancelledException failure = failsWithoutTrace(RestoreCancelledException.class, () -> {
                    job.set(cancelled.start());
                    known.countDown();
                    job.get().await();
                });
                assertThat(failure.phase()).isIn(Phase.LOAD, Phase.FINISH);
                assertThat(finished(events).outcome()).isEqualTo(Outcome.CANCELLED);
                assertThat(pool.lent()).isFalse();
                assertThat(DatabaseState.ofSession(db(), connection)).isEqualTo(before);
            }
        }
        restore(temp().resolve("backup")).run();
        assertLibrary();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the job is loading: the insert that does not end begins then. */
    private static void awaitLoading(RestoreJob job) throws InterruptedException {
        while (job.phase() != Phase.LOAD && !job.ended()) {
            Thread.sleep(5);
        }
    }

    @Test
    default void aCancelEndsAnInsertThatHangs() throws Exception {
        createLibrary();
        db().execute(db().endlessInsert("library_book").toArray(String[]::new));
        Restore restore = restore(library());
        RestoreCancelledException failure = failsWithoutTrace(RestoreCancelledException.class, () -> {
            RestoreJob job = restore.start();
            awaitLoading(job);
            assertThat(job.cancel()).isTrue();
            job.await();
        });
        assertThat(failure.phase()).isEqualTo(Phase.LOAD);
    }

    @Test
    default void aDeadlineEndsAnInsertThatHangs() throws Exception {
        createLibrary();
        db().execute(db().endlessInsert("library_book").toArray(String[]::new));
        Restore late = restore(library()).deadline(Duration.ofMillis(1500));
        RestoreCancelledException failure = failsWithoutTrace(RestoreCancelledException.class, late::run);
        assertThat(failure).hasMessageContaining("longer than 1500 ms");
    }

    @Test
    default void anInterruptEndsAnInsertThatHangsAndKeepsTheFlag() throws Exception {
        createLibrary();
        db().execute(db().endlessInsert("library_book").toArray(String[]::new));
        Restore restore = restore(library());
        DatabaseState before = DatabaseState.of(db());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        CountDownLatch cleared = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            thrown.set(catchThrowable(restore.listener(event -> {
                if (event instanceof RestoreEvent.Cleared) {
                    cleared.countDown();
                }
            })::run));
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        cleared.await();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(RestoreCancelledException.class);
        assertThat(flag.get()).isTrue();
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aCancelEndsTheWaitForAnotherSession() throws Exception {
        createLibrary();
        fillLibrary();
        DatabaseState before = DatabaseState.of(db());
        try (Connection other = db().dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.executeUpdate("update library_book set pages = pages + 1");
            }
            RestoreJob job = restore(library()).start();
            while (job.phase().compareTo(Phase.PLAN) < 0) {
                Thread.sleep(5);
            }
            assertThat(job.cancel()).isTrue();
            assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
            other.rollback();
        }
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aCancelEndsTheWaitForAStreamThatHangs() throws Exception {
        createLibrary();
        db().execute("insert into library_author (name) values ('old')");
        byte[] bytes =
                Files.readAllBytes(library().directory(temp().resolve("backup")).resolve("library_author.json"));
        AtomicBoolean planned = new AtomicBoolean();
        BackupSource source = BackupSource.of(
                "library_author.json", () -> planned.get() ? new Hanging(bytes) : new ByteArrayInputStream(bytes));
        RestoreJob job = Restore.from(source)
                .into(db().dataSource())
                .listener(event -> planned.compareAndSet(false, event instanceof RestoreEvent.Planned))
                .start();
        awaitLoading(job);
        assertThat(job.cancel()).isTrue();
        assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        assertThat(authors()).containsExactly("1|old|∅");
    }

    @Test
    default void aCancelEndsTheWaitForAStreamThatHangsBeforeThePlan() throws Exception {
        createLibrary();
        db().execute("insert into library_author (name) values ('old')");
        String authors = IntStream.range(0, 5_000)
                .mapToObj(id -> "{\"id\":" + id + ",\"name\":\"somebody\"}")
                .collect(Collectors.joining(",", "[", "]"));
        byte[] bytes = authors.getBytes(StandardCharsets.UTF_8);
        RestoreJob job = Restore.from(BackupSource.of("library_author.json", () -> new Hanging(bytes)))
                .into(db().dataSource())
                .start();
        while (job.phase().compareTo(Phase.PLAN) < 0) {
            Thread.sleep(5);
        }
        assertThat(job.cancel()).isTrue();
        assertThatThrownBy(job::await).isInstanceOf(RestoreCancelledException.class);
        assertThat(authors()).containsExactly("1|old|∅");
    }

    /** A stream that hangs at its end until it is interrupted. */
    final class Hanging extends InputStream {

        private final InputStream bytes;

        Hanging(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            int next = bytes.read();
            if (next < 0) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            buffer[offset] = (byte) next;
            return length == 0 ? 0 : 1;
        }
    }

    @Test
    default void aCancelAfterTheCommitHasNoEffect() throws Exception {
        createLibrary();
        AtomicReference<RestoreJob> job = new AtomicReference<>();
        AtomicReference<Boolean> accepted = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        job.set(restore(library())
                .listener(event -> {
                    if (event instanceof RestoreEvent.Committed) {
                        await(known);
                        accepted.set(job.get().cancel());
                    }
                })
                .start());
        known.countDown();
        assertThat(job.get().await().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(accepted.get()).isFalse();
        assertLibrary();
    }

    @Test
    default void refusesADeadlineOfNothing() throws Exception {
        Restore restore = restore(library());
        assertThatThrownBy(() -> restore.deadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline");
    }
}
