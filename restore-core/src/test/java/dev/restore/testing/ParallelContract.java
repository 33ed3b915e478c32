package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Over several connections a restore ends with what it ends with over one, each row once, wherever it was interrupted. */
interface ParallelContract extends AtlasBench {

    @Test
    default void severalConnectionsEndWithWhatOneEndsWith() throws Exception {
        createAtlas();
        Path backup = atlas(40);
        List<String> expected = contents();
        disturb();
        DatabaseState before = DatabaseState.of(db());
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean twoAtOnce = new AtomicBoolean();
        List<RestoreEvent.Progress> progress = new ArrayList<>();
        RestoreReport report = parallel(backup, 4)
                .batchRows(1)
                .listener(event -> {
                    twoAtOnce.compareAndSet(false, !inside.compareAndSet(false, true));
                    if (event instanceof RestoreEvent.Progress each) {
                        threads.add(Thread.currentThread().getName());
                        progress.add(each);
                    }
                    inside.set(false);
                })
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.totals().inserted()).isEqualTo(14 * 5 + 40);
        assertThat(report.tables()).allMatch(table -> !table.strategy().isEmpty());
        assertThat(twoAtOnce).isFalse();
        assertThat(threads).hasSizeGreaterThan(1);
        assertThat(progress).allMatch(each -> each.bytesTotal() <= 0 || each.bytesRead() <= each.bytesTotal());
        assertThat(progress.stream().map(RestoreEvent.Progress::bytesRead)).isSorted();
        assertThat(progress.stream().map(RestoreEvent.Progress::rows))
                .isSorted()
                .endsWith(14L * 5 + 40);
        assertFinished(expected, "parallel");
        DatabaseState.of(db()).assertSameSchemaAs(before);
    }

    @Test
    default void opensNoMoreConnectionsThanAreOfUse() throws Exception {
        createAtlas();
        Path backup = new TestBackup()
                .table("region", "{'id':1,'name':'a'}")
                .table("tag", "{'id':1,'name':'a'}")
                .table("city", "{'id':1,'region_id':1,'name':'a'}")
                .directory(temp().resolve("small"));
        AtomicInteger open = new AtomicInteger();
        RestoreReport report = Restore.from(backup)
                .into((TestDataSource) () -> {
                    open.incrementAndGet();
                    return db().dataSource().getConnection();
                })
                .resumable()
                .parallel(64)
                .run();
        assertThat(report.totals().inserted()).isEqualTo(3);
        // The run's own connection is the first of the two that load.
        assertThat(open.get()).isEqualTo(2);
    }

    @Test
    default void goesOnWhereverItEndedWithAnyNumberOfConnections() throws Exception {
        createAtlas();
        Path backup = atlas(12);
        List<String> expected = contents();
        Random random = new Random(db().dialect().hashCode());
        boolean survived = false;
        int ends = 0;
        for (int event = 3; !survived; event += 1 + random.nextInt(Faults.times(13, 4))) {
            disturb();
            Restore first = AtlasBench.endingAt(comparing(backup, 3).batchRows(2), event);
            survived = catchThrowable(first::run) == null;
            if (!survived) {
                ends++;
                Restore second =
                        AtlasBench.endingAt(comparing(backup, 1 + event % 4).batchRows(2), 12);
                if (catchThrowable(second::run) != null) {
                    RestoreReport report =
                            comparing(backup, 1 + (event + 1) % 4).run();
                    assertThat(warnings(report)).noneMatch(warning -> warning.contains("ompared"));
                    assertThat(report.totals().inserted()).isEqualTo(14 * 5 + 12);
                    assertThat(report.totals().read()).isEqualTo(14 * 5 + 12);
                }
            }
            assertFinished(expected, "ended at event " + event);
        }
        assertThat(ends).isGreaterThan(Faults.times(3, 10));
    }

    @Test
    default void findsWhatWasChangedWhileSeveralConnectionsLoaded() throws Exception {
        createAtlas();
        Path backup = atlas(40);
        List<String> expected = contents();
        AtomicBoolean changed = new AtomicBoolean();
        VerificationException failure = catchThrowableOfType(
                VerificationException.class,
                () -> comparing(backup, 4)
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed && !changed.get()) {
                                changed.set(moveNames());
                            }
                        })
                        .run());
        assertThat(failure).message().containsIgnoringCase("region in name (14 rows compared)");
        assertThat(failure.committed()).isTrue();
        moveNames();
        comparing(backup, 2).run();
        assertFinished(expected, "put right");
    }

    /** Lets two rows of an early table change their names, when they are in. */
    private boolean moveNames() {
        try {
            List<String> names = db().rows("select name from region where id in (1, 2) order by id");
            if (names.size() < 2) {
                return false;
            }
            db().execute(
                            "update region set name = '" + names.get(1) + "' where id = 1",
                            "update region set name = '" + names.get(0) + "' where id = 2");
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void leadsBackToWhatWasThereBeforeSeveralConnectionsLoaded() throws Exception {
        createAtlas();
        Path backup = atlas(20);
        disturb();
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("saved.tar.gz");
        Restore restore = parallel(backup, 3).batchRows(1).safetyBackup(saved);
        for (int run = 0; run < 3; run++) {
            assertThat(catchThrowable(AtlasBench.endingAt(restore, 12)::run))
                    .isInstanceOf(ResumableContract.Ended.class);
        }
        assertThat(db().rows("select entry from restore_checkpoint")).hasSizeGreaterThan(1);
        Restore.undo(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
        assertThat(Files.deleteIfExists(saved)).isTrue();
        RestoreReport report = restore.run();
        assertThat(report.safetyBackup()).isEqualTo(saved.toString());
        Restore.undo(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aFailureOnOneConnectionEndsTheOthersAndSaysWhatStays() throws Exception {
        createAtlas();
        Path backup = atlas(40);
        List<String> expected = contents();
        String columns = "city_id ${bigint} not null references city (id), label_id ${bigint} references label (id), "
                + "amount ${bigint}";
        db().execute("drop table visit", "create table visit (" + columns + " check (amount <> 33))");
        List<RestoreReport> reports = new ArrayList<>();
        LoadException failure = catchThrowableOfType(
                LoadException.class,
                () -> parallel(backup, 4)
                        .batchRows(2)
                        .listener(event -> {
                            if (event instanceof RestoreEvent.Finished finished) {
                                reports.add(finished.report());
                            }
                        })
                        .run());
        assertThat(failure.committed()).isTrue();
        assertThat(failure).hasMessageContaining("Run it again");
        assertThat(failure.row().table()).containsIgnoringCase("visit");
        assertThat(reports).hasSize(1);
        long rows = 0;
        for (String table : TABLES) {
            rows += db().rows("select 1 from " + table).size();
        }
        assertThat(reports.get(0).totals().inserted()).isEqualTo(rows).isGreaterThanOrEqualTo(14 * 5);
        db().execute("delete from visit", "drop table restore_checkpoint");
        db().execute("drop table visit", "create table visit (" + columns + ")");
        parallel(backup, 4).run();
        assertFinished(expected, "begun again");
    }

    @Test
    default void aCancelledRunGoesOnOverSeveralConnections() throws Exception {
        createAtlas();
        Path backup = atlas(40);
        List<String> expected = contents();
        AtomicReference<RestoreJob> job = new AtomicReference<>();
        AtomicInteger checkpoints = new AtomicInteger();
        CountDownLatch known = new CountDownLatch(1);
        job.set(parallel(backup, 4)
                .batchRows(1)
                .listener(event -> {
                    if (event instanceof RestoreEvent.Checkpointed && checkpoints.incrementAndGet() == 3) {
                        awaitQuietly(known);
                        job.get().cancel();
                    }
                })
                .start());
        known.countDown();
        RestoreCancelledException cancelled = catchThrowableOfType(
                RestoreCancelledException.class, () -> job.get().await());
        assertThat(cancelled.committed()).isTrue();
        assertThat(parallel(backup, 3).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertFinished(expected, "cancelled");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void tooFewConnectionsAreNoticedBeforeAnythingIsChanged() throws Exception {
        createAtlas();
        Path backup = atlas(12);
        AtomicInteger open = new AtomicInteger();
        DatabaseException failure = failsWithoutTrace(
                DatabaseException.class,
                () -> Restore.from(backup)
                        .into((TestDataSource) () -> {
                            if (open.incrementAndGet() > 2) {
                                throw new SQLException("the pool is empty", "08001");
                            }
                            return db().dataSource().getConnection();
                        })
                        .resumable()
                        .parallel(4)
                        .run());
        assertThat(failure).hasMessageContaining("only 2").hasMessageContaining("--parallel");
    }

    @Test
    default void saysWhenOneConnectionLoadsAnyway() throws Exception {
        createLibrary();
        Path backup = library().tarGz(temp().resolve("backup.tar.gz"));
        Restore restore = restore(backup).resumable().parallel(4);
        assertThat(restore.plan().notes()).anyMatch(note -> note.contains("One connection loads"));
        restore.run();
        assertLibrary();
    }
}
