package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.Manifest;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.Verify;
import dev.restore.testing.RandomContract.RandomRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written of a database is what was in it at one moment, and gives the same again. */
interface BackupContract extends ContractCase {

    private Backup backup() {
        return Backup.of(db().dataSource());
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    files.put(directory.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }

    private static Map<String, String> data(Path directory) throws IOException {
        Map<String, String> files = files(directory);
        files.remove(Manifest.FILE);
        files.remove(Manifest.CHECKSUM_FILE);
        return files;
    }

    private static Manifest manifest(Path backup) {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(backup))) {
            return reader.manifest().orElseThrow();
        }
    }

    private void restoreVerified(Path backup) {
        assertThat(Restore.from(backup)
                        .into(db().dataSource())
                        .verify(Verify.CONTENT)
                        .run()
                        .outcome())
                .isEqualTo(Outcome.COMPLETE);
    }

    @Test
    default void whatIsWrittenIsRestoredAndWrittenAgainByteForByte() throws Exception {
        createLibrary();
        restore(library()).run();
        for (String name : List.of("first", "first.zip", "first.tar", "first.tar.gz")) {
            BackupReport report = backup().except("audit").write(temp().resolve(name));
            assertThat(report.rows()).isEqualTo(6);
            db().execute(
                            "delete from library_book",
                            "update library_author set boss = null",
                            "delete from library_author");
            restoreVerified(temp().resolve(name));
            assertLibrary();
        }
        backup().except("audit").write(temp().resolve("second"));
        Map<String, String> first = data(temp().resolve("first"));
        assertThat(first).hasSize(3);
        assertThat(data(temp().resolve("second"))).isEqualTo(first);
        assertThat(manifest(temp().resolve("first.tar.gz")).tables())
                .isEqualTo(manifest(temp().resolve("second")).tables());
    }

    @Test
    default void randomRowsOfEveryTypeSurviveTheWayThere() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, backup: -Drestore.seed=%d%n", db().dialect(), seed);
        String columns = " (" + RandomRows.COLUMNS + ", k ${json}, l ${time})";
        db().execute("create table thing" + columns);
        List<String> rows = new ArrayList<>(new RandomRows(new Random(seed), 300).json());
        rows.add(
                "{\"id\":1001,\"a\":\"\\u0001\\u001f\\\"\\\\\\n\\r\\t\\u007f \\u2028 \\ud83d\\ude00\",\"k\":{\"b\":[1,2.50,null,true],\"a\":\"\\\"\\\\ \\u0001\"},\"l\":\"23:59:59.5\"}");
        rows.add("{\"id\":1002,\"a\":\"\",\"k\":[],\"l\":\"00:00:00\"}");
        restore(new TestBackup().exactly("thing", rows)).run();
        List<String> cells = TableCopy.cells(db(), "thing");
        Path first = temp().resolve("first");
        backup().partBytes(4096).write(first);
        assertThat(manifest(first).tables().get(0).parts()).hasSizeGreaterThan(3);
        db().execute("delete from thing");
        restoreVerified(first);
        assertThat(TableCopy.cells(db(), "thing")).as("seed %d", seed).isEqualTo(cells);
        backup().partBytes(4096).write(temp().resolve("second"));
        assertThat(data(temp().resolve("second"))).as("seed %d", seed).isEqualTo(data(first));
    }

    @Test
    default void rowsWithoutAKeyComeInTheOrderOfTheirValues() throws Exception {
        db().execute("create table thing (a ${text}, b ${bigint}, c ${double})");
        String[] rows = {
            "insert into thing values ('x', 2, 0.5)",
            "insert into thing values (null, null, null)",
            "insert into thing values ('x', 1, 0.25)",
            "insert into thing values ('a', 7, null)",
            "insert into thing values ('x', 2, 0.5)"
        };
        db().execute(rows);
        backup().write(temp().resolve("first"));
        db().execute("delete from thing");
        for (int i = rows.length - 1; i >= 0; i--) {
            db().execute(rows[i]);
        }
        backup().write(temp().resolve("second"));
        assertThat(data(temp().resolve("second")))
                .isEqualTo(data(temp().resolve("first")))
                .hasSize(1);
    }

    @Test
    default void choosesTablesByPatternAndRowsByCondition() throws Exception {
        createLibrary();
        restore(library()).run();
        Path target = temp().resolve("some");
        BackupReport report = backup().only("LIBRARY_*")
                .except("*_boo?")
                .where("library_author", "id > 3 -- behind")
                .write(target);
        assertThat(report.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).isEqualTo(2));
        assertThat(manifest(target).tables().get(0).filtered()).isTrue();
        assertThatThrownBy(() -> backup().only("nothing*").write(temp().resolve("none")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nothing*");
        assertThat(temp().resolve("none")).doesNotExist();
        assertThat(temp()).isDirectoryNotContaining("glob:**unfinished");
    }

    @Test
    default void neverOverwritesABackup() throws Exception {
        createLibrary();
        Path target = temp().resolve("kept.zip");
        Files.writeString(target, "kept");
        assertThatThrownBy(() -> backup().write(target))
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("never overwritten");
        assertThat(target).hasContent("kept");
        assertThatThrownBy(() -> backup().write(temp().resolve("missing").resolve("backup")))
                .isInstanceOf(BackupWriteException.class)
                .hasMessageContaining("no directory");
    }

    @Test
    default void readsACallersConnectionAndLeavesItAsItWas() throws Exception {
        createLibrary();
        restore(library()).run();
        try (Connection connection = db().dataSource().getConnection()) {
            List<String> before = DatabaseState.ofSession(db(), connection);
            Backup.of(connection).write(temp().resolve("own"));
            assertThat(connection.isClosed()).isFalse();
            assertThat(DatabaseState.ofSession(db(), connection)).isEqualTo(before);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("delete from library_book");
            }
            Backup.of(connection).write(temp().resolve("within"));
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(manifest(temp().resolve("own")).rows()).isEqualTo(6);
        assertThat(manifest(temp().resolve("within")).rows()).isEqualTo(4);
        assertThat(books()).hasSize(2);
    }

    @Test
    default void emptyTablesAreEmptiedAgain() throws Exception {
        createLibrary();
        restore(library()).run();
        db().execute("delete from library_book");
        backup().only("library*").write(temp().resolve("empty"));
        restore(library()).run();
        restoreVerified(temp().resolve("empty"));
        assertThat(books()).isEmpty();
        assertThat(authors()).hasSize(3);
    }

    @Test
    default void namesThatNoFileCanHaveComeBack() throws Exception {
        for (String name : List.of("a/b", "Upper", "upper", "ü*")) {
            if (name.equals("upper") && !db().can(TestDatabase.Ability.CASE_IN_NAMES)) {
                continue;
            }
            db().execute("create table " + db().quote(name) + " (id ${bigint} primary key, " + db().quote("say \"x\"")
                    + " ${text})");
            db().execute("insert into " + db().quote(name) + " values (1, '" + name + "')");
        }
        List<String> tables = db().tables();
        backup().write(temp().resolve("first"));
        restoreVerified(temp().resolve("first"));
        assertThat(manifest(temp().resolve("first")).rows()).isEqualTo(tables.size());
        assertThat(db().rows("select * from " + db().quote("a/b"))).containsExactly("1|a/b");
    }

    @Test
    default void manyPartsComeBackInTheirOrder() throws Exception {
        db().execute("create table thing (id ${bigint} primary key, v ${text})");
        restore(new TestBackup()
                        .exactly(
                                "thing",
                                IntStream.range(0, 5000)
                                        .mapToObj(n -> "{\"id\":" + n + ",\"v\":\"text " + n + "\"}")
                                        .toList()))
                .run();
        backup().partBytes(2048).compress().write(temp().resolve("many"));
        assertThat(manifest(temp().resolve("many")).tables().get(0).parts()).hasSizeGreaterThan(50);
        List<String> before = db().rows("select * from thing order by id");
        restoreVerified(temp().resolve("many"));
        assertThat(db().rows("select * from thing order by id")).isEqualTo(before);
    }

    @Test
    default void verifiesAgainstADatabaseAndNamesTheRowsThatDiffer() throws Exception {
        createLibrary();
        restore(library()).run();
        Path target = temp().resolve("verified.zip");
        backup().only("library*").write(target);
        assertThat(Backup.verify(target).run().agrees()).isTrue();
        VerifyReport same = Backup.verify(target).against(db().dataSource()).run();
        assertThat(same.agrees()).as(same.text()).isTrue();
        assertThat(same.tables()).allMatch(table -> table.notes().isEmpty());
        db().execute(
                        "update library_author set name = 'Eva' where id = 3",
                        "delete from library_book where id = 21",
                        "insert into library_book (id, author_id, title, pages) values (99, 3, 'Other', 1)");
        VerifyReport other = Backup.verify(target).against(db().dataSource()).run();
        assertThat(other.agrees()).isFalse();
        assertThat(other.tables().stream().flatMap(table -> table.examples().stream()))
                .map(row -> row.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(
                        "row (id=3) differs in name",
                        "row (id=21) is in the backup only",
                        "row (id=99) is in the database only");
        assertThat(other.text()).doesNotContain("Eva").doesNotContain("Ann");
    }

    @Test
    default void verifiesTablesWithoutAKeyByHowOftenARowIsThere() throws Exception {
        db().execute(
                        "create table thing (a ${text}, b ${decimal})",
                        "insert into thing values ('x', 1)",
                        "insert into thing values ('x', 1)",
                        "insert into thing values (null, null)");
        Path target = temp().resolve("verified");
        backup().write(target);
        assertThat(Backup.verify(target).against(db().dataSource()).run().agrees())
                .isTrue();
        db().execute("insert into thing values ('x', 1)");
        VerifyReport other = Backup.verify(target).against(db().dataSource()).run();
        assertThat(other.tables()).singleElement().satisfies(table -> {
            assertThat(table.different()).isEqualTo(1);
            assertThat(table.databaseRows()).isEqualTo(4);
            assertThat(table.examples()).isEmpty();
        });
    }

    private static long written(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".ndjson")).count();
        } catch (UncheckedIOException | NoSuchFileException e) {
            return 0;
        }
    }

    private static void awaitFiles(Path directory, BooleanSupplier goesOn) throws Exception {
        while (goesOn.getAsBoolean() && written(directory) < 3) {
            Thread.sleep(1);
        }
    }

    @Test
    default void aWriterThatChangesRowsMeanwhileChangesNothingInTheBackup() throws Exception {
        db().execute(
                        "create table a_first (id ${bigint} primary key, v ${text})",
                        "create table b_second (id ${bigint} primary key)",
                        "insert into b_second values (1)");
        restore(new TestBackup()
                        .exactly(
                                "a_first",
                                IntStream.range(0, 5_000)
                                        .mapToObj(n -> "{\"id\":" + n + ",\"v\":\"text " + n + "\"}")
                                        .toList()))
                .run();
        Path target = temp().resolve("moment");
        CompletableFuture<BackupReport> running =
                CompletableFuture.supplyAsync(() -> backup().partBytes(1024).write(target));
        awaitFiles(temp(), () -> !running.isDone());
        db().execute("insert into b_second values (2)", "insert into a_first values (100000, 'late')");
        running.get();
        assertThat(manifest(target)
                        .table(manifest(target).tables().get(1).name())
                        .orElseThrow()
                        .rows())
                .isEqualTo(1);
        assertThat(manifest(target).rows()).isEqualTo(5_001);
        assertThat(db().rows("select * from b_second")).hasSize(2);
    }

    @Test
    default void aKilledBackupNeverLooksLikeOne() throws Exception {
        Path target = temp().resolve("killed");
        Process process = new ProcessBuilder(ChildJvm.command(
                        List.of(), KilledBackup.class, db().urlForAnotherProcess(temp()), target.toString()))
                .redirectErrorStream(true)
                .redirectOutput(temp().resolve("output.txt").toFile())
                .start();
        awaitFiles(temp(), process::isAlive);
        process.destroyForcibly().waitFor();
        assertThat(Files.readString(temp().resolve("output.txt"))).isEmpty();
        assertThat(target).doesNotExist();
        assertThat(temp()).isDirectoryContaining("glob:**/.killed.*.unfinished");
        assertThatThrownBy(() -> Backup.verify(target).run()).isInstanceOf(BackupFormatException.class);
        try (Stream<Path> files = Files.list(temp())) {
            for (Path left : files.filter(file -> file.toString().endsWith(".unfinished"))
                    .toList()) {
                assertThatThrownBy(() -> Backup.verify(left).run())
                        .isInstanceOf(BackupFormatException.class)
                        .hasMessageContaining("left behind");
            }
        }
    }

    @Test
    default void aPlanSaysWhatBecameOfTheSchemaSince() throws Exception {
        db().execute(
                        "create table thing (id ${bigint} primary key, v ${text})",
                        "insert into thing values (1, 'a')",
                        "insert into thing values (2, 'b')");
        Path target = temp().resolve("before");
        backup().where("thing", "id = 1").write(target);
        List<String> notes = new ArrayList<>(restore(target).plan().notes());
        notes.removeAll(db().shortcomings());
        assertThat(notes).singleElement().asString().contains("that met a condition");
        db().execute("drop table thing", "create table thing (id ${bigint} primary key, w ${text} not null)");
        RestorePlan plan = restore(target).plan();
        assertThat(plan.notes())
                .anyMatch(note -> note.toLowerCase(Locale.ROOT).contains("column v is gone, column w is new"));
        assertThat(plan.problems().stream().map(Problem::kind))
                .containsExactlyInAnyOrder(Problem.Kind.UNKNOWN_COLUMN, Problem.Kind.MISSING_VALUE);
        assertThat(plan.problems().stream().map(Problem::remedy))
                .anyMatch(remedy -> remedy.contains("--map"))
                .anyMatch(remedy -> remedy.contains("--default"));
        Manifest.ManifestTable table = manifest(target).tables().get(0);
        assertThat(restore(target)
                        .map(table.name(), table.columns().get(1).name(), "w")
                        .plan()
                        .feasible())
                .isTrue();
    }
}
