package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestoreOptions.Verify;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestDatabase.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Over several connections a restore ends with what it ends with over one, each row once, wherever it was interrupted. */
interface ParallelContract extends ContractCase {

    /** Three tables on the first level, one of them a tree, two on the next, and one without a key behind them. */
    List<String> TABLES = List.of("region", "tag", "tree", "city", "label", "visit");

    private void createAtlas() throws SQLException {
        assumeTrue(db().can(Ability.MANY_WRITERS), "one writer");
        db().execute(
                        "create table region (id ${bigint} primary key, name ${text})",
                        "create table tag (id ${bigint} primary key, name ${text})",
                        "create table tree (id ${bigint} primary key, up ${bigint} references tree (id))",
                        "create table city (id ${bigint} primary key, region_id ${bigint} not null references region (id), "
                                + "name ${text})",
                        "create table label (id ${bigint} primary key, tag_id ${bigint} references tag (id))",
                        "create table visit (city_id ${bigint} not null references city (id), "
                                + "label_id ${bigint} references label (id), amount ${bigint})",
                        "create table bystander (id ${bigint} primary key)",
                        "insert into bystander values (1)");
    }

    /** Fills the tables and writes a backup in which each has several files. */
    private Path atlas(int visits) throws Exception {
        String pad = "x".repeat(150);
        for (int i = 1; i <= 14; i++) {
            db().execute(
                            "insert into region values (" + i + ", '" + pad + i + "')",
                            "insert into tag values (" + i + ", '" + pad + i + "')",
                            "insert into tree values (" + i + ", " + (i == 1 ? "null" : "" + (i - 1)) + ")");
        }
        for (int i = 1; i <= 14; i++) {
            db().execute(
                            "insert into city values (" + i + ", " + (1 + i % 14) + ", '" + pad + i + "')",
                            "insert into label values (" + i + ", " + (15 - i) + ")");
        }
        for (int i = 0; i < visits; i++) {
            db().execute("insert into visit values (" + (1 + i % 14) + ", " + (1 + i * 5 % 14) + ", " + i + ")");
        }
        Path backup = temp().resolve("atlas");
        Backup.of(db().dataSource()).except("bystander").partBytes(1024).write(backup);
        try (Stream<Path> files = Files.walk(backup)) {
            assertThat(files.filter(file -> file.toString().endsWith(".ndjson")).count())
                    .isGreaterThanOrEqualTo(12);
        }
        return backup;
    }

    private List<String> contents() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : TABLES) {
            List<String> rows = db().rows("select '" + table + "', t.* from " + table + " t");
            all.addAll(rows.stream().sorted().toList());
        }
        all.addAll(db().rows("select id from bystander"));
        return all;
    }

    private void disturb() throws SQLException {
        db().execute("delete from visit where amount > 3", "insert into region values (99, 'old')");
    }

    private Restore parallel(Path backup, int connections) {
        return restore(backup).resumable().parallel(connections);
    }

    private Restore comparing(Path backup, int connections) {
        return parallel(backup, connections).verify(Verify.CONTENT);
    }

    private static Restore endingAt(Restore restore, int event) {
        AtomicInteger told = new AtomicInteger();
        return restore.listener(e -> {
            if (told.incrementAndGet() == event && !(e instanceof RestoreEvent.Finished)) {
                throw new ResumableContract.Ended();
            }
        });
    }

    private void assertFinished(List<String> expected, String what) throws SQLException {
        assertThat(contents()).as(what).isEqualTo(expected);
        assertThat(db().tables()).as(what).noneMatch(name -> name.equalsIgnoreCase("restore_checkpoint"));
        assertThat(db().leftovers()).as(what).isEmpty();
    }

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
        for (int event = 3; !survived; event += 1 + random.nextInt(4)) {
            disturb();
            Restore first = endingAt(comparing(backup, 3).batchRows(2), event);
            survived = catchThrowable(first::run) == null;
            if (!survived) {
                ends++;
                Restore second = endingAt(comparing(backup, 1 + event % 4).batchRows(2), 12);
                if (catchThrowable(second::run) != null) {
                    RestoreReport report =
                            comparing(backup, 1 + (event + 1) % 4).run();
                    assertThat(report.warnings()).noneMatch(warning -> warning.contains("ompared"));
                    assertThat(report.totals().inserted()).isEqualTo(14 * 5 + 12);
                    assertThat(report.totals().read()).isEqualTo(14 * 5 + 12);
                }
            }
            assertFinished(expected, "ended at event " + event);
        }
        assertThat(ends).isGreaterThan(10);
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
            assertThat(catchThrowable(endingAt(restore, 12)::run)).isInstanceOf(ResumableContract.Ended.class);
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
                RestoreCancelledException.class, () -> job.get().report());
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
    default void rejectsOfAllConnectionsCountTogetherAndStandInOrder() throws Exception {
        createAtlas();
        List<String> regions = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            regions.add("{\"id\":" + (i % 5 == 0 ? 1 : i) + ",\"name\":\"r" + i + "\"}");
            tags.add("{\"id\":" + (i % 6 == 0 ? "\"many\"" : i) + ",\"name\":\"t" + i + "\"}");
        }
        Path backup = new TestBackup()
                .exactly("region", regions)
                .exactly("tag", tags)
                .directory(temp().resolve("bad"), ".ndjson");
        RowErrors policy = RowErrors.reject();
        Path alone = temp().resolve("alone");
        restore(backup).resumable().onRowError(policy).rejectsTo(alone).run();
        LoadException tooMany = catchThrowableOfType(
                LoadException.class,
                () -> parallel(backup, 2)
                        .batchRows(1)
                        .onRowError(policy.atMost(10))
                        .run());
        assertThat(tooMany).hasMessageContaining("11 rows are rejected, and at most 10");
        db().execute("drop table restore_checkpoint");
        Path rejects = temp().resolve("together");
        boolean survived = false;
        for (int event = 4; !survived; event += 5) {
            Restore restore =
                    parallel(backup, 2).batchRows(1).onRowError(policy).rejectsTo(rejects);
            survived = catchThrowable(endingAt(restore, event)::run) == null;
            if (!survived) {
                RestoreReport report = restore.run();
                assertThat(report.totals().rejected()).isEqualTo(11);
                assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
            }
            assertThat(filesIn(rejects)).isEqualTo(filesIn(alone));
            delete(rejects);
        }
    }

    private static List<String> filesIn(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = directory.relativize(file).toString();
                found.add(Files.isDirectory(file) ? name : name + ":\n" + Files.readString(file));
            }
        }
        return found;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    default void randomBackupsEndAsOverOneConnection() throws Exception {
        createAtlas();
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, parallel: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        for (int round = 0; round < Faults.times(4, 20); round++) {
            String what = "seed " + seed + ", round " + round;
            Path backup = randomAtlas(random).directory(temp().resolve("random" + round), ".ndjson");
            Path one = temp().resolve("one" + round);
            Path many = temp().resolve("many" + round);
            RestoreReport alone = restore(backup)
                    .resumable()
                    .onRowError(RowErrors.reject())
                    .rejectsTo(one)
                    .run();
            List<String> expected = contents();
            Restore restore = parallel(backup, 2 + random.nextInt(5))
                    .batchRows(1 + random.nextInt(10))
                    .onRowError(RowErrors.reject())
                    .rejectsTo(many);
            Throwable end = catchThrowable(endingAt(restore, 4 + random.nextInt(40))::run);
            RestoreReport together =
                    end == null ? null : restore.parallel(1 + random.nextInt(5)).run();
            assertFinished(expected, what);
            if (together != null) {
                assertThat(numbers(together)).as(what).isEqualTo(numbers(alone));
            }
            if (alone.totals().rejected() > 0) {
                assertThat(filesIn(many)).as(what).isEqualTo(filesIn(one));
            }
        }
    }

    private static List<String> numbers(RestoreReport report) {
        return report.tables().stream()
                .map((TableReport t) -> t.table() + " " + t.read() + " " + t.inserted() + " " + t.rejected())
                .toList();
    }

    private static TestBackup randomAtlas(Random random) {
        TestBackup backup = new TestBackup();
        String[][] columns = {
            {"region", "id", "name"},
            {"tag", "id", "name"},
            {"tree", "id", "up"},
            {"city", "id", "region_id"},
            {"label", "id", "tag_id"}
        };
        for (String[] table : columns) {
            List<String> rows = IntStream.rangeClosed(1, 1 + random.nextInt(25))
                    .mapToObj(i -> {
                        int id = random.nextInt(12) == 0 ? 1 : i;
                        String value = switch (table[2]) {
                            case "name" -> "\"n" + random.nextInt(9) + "\"";
                            case "up" -> "null";
                            default -> Integer.toString(1 + random.nextInt(8));
                        };
                        return "{\"id\":" + id + ",\"" + table[2] + "\":" + value + "}";
                    })
                    .toList();
            backup.exactly(table[0], rows);
        }
        return backup.exactly(
                "visit",
                IntStream.range(0, random.nextInt(40))
                        .mapToObj(i -> "{\"city_id\":" + (1 + random.nextInt(8)) + ",\"amount\":" + i + "}")
                        .toList());
    }

    @Test
    default void needsResumableAndConnectionsOfItsOwn() throws Exception {
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        assertThatThrownBy(restore(backup).parallel(2)::plan)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parallel needs resumable");
        for (int wrong : List.of(0, 65)) {
            assertThatThrownBy(restore(backup).resumable().parallel(wrong)::plan)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 1 to 64");
        }
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            PlanException refused = catchThrowableOfType(
                    PlanException.class,
                    () -> Restore.from(backup)
                            .into(connection)
                            .resumable()
                            .parallel(2)
                            .run());
            assertThat(refused).hasMessageContaining("the caller's only");
            connection.rollback();
        }
    }

    @Test
    default void isRefusedWhereOneConnectionWritesAtATime() throws Exception {
        assumeTrue(!db().can(Ability.MANY_WRITERS), "many writers");
        createLibrary();
        Path backup = library().directory(temp().resolve("backup"));
        PlanException refused = failsWithoutTrace(
                PlanException.class, restore(backup).resumable().parallel(2)::run);
        assertThat(refused).hasMessageContaining("Several connections cannot load side by side: ");
        restore(backup).resumable().parallel(1).run();
        assertLibrary();
    }

    @Test
    default void saysWhenOneConnectionLoadsAnyway() throws Exception {
        assumeTrue(db().can(Ability.MANY_WRITERS), "one writer");
        createLibrary();
        Path backup = library().tarGz(temp().resolve("backup.tar.gz"));
        Restore restore = restore(backup).resumable().parallel(4);
        assertThat(restore.plan().notes()).anyMatch(note -> note.contains("One connection loads"));
        restore.run();
        assertLibrary();
    }
}
