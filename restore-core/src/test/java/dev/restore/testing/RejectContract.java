package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.outcome.TableReport;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.testing.TestDatabase.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad rows are set aside when the caller allows it: every other row is in, and each of them is named. */
interface RejectContract extends ContractCase {

    private static TestBackup withBadBooks(int books, Set<Integer> bad) {
        return new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .table(
                        "library_book",
                        IntStream.rangeClosed(1, books)
                                .mapToObj(n -> "{'id':" + n + ",'author_id':1,'title':'t" + n + "','pages':"
                                        + (bad.contains(n) ? -n : n) + "}")
                                .toArray(String[]::new));
    }

    private TableReport booksOf(RestoreReport report) {
        return report.tables().stream()
                .filter(table -> table.table().equalsIgnoreCase("library_book"))
                .findFirst()
                .orElseThrow();
    }

    private Path rejects() {
        return temp().resolve("rejects");
    }

    private Restore rejecting(TestBackup backup) throws IOException {
        return rejecting(backup.directory(temp().resolve("backup")));
    }

    private Restore rejecting(Path backup) {
        return restore(backup).onRowError(RowErrors.reject()).rejectsTo(rejects());
    }

    /** The reference inserts row by row, and keeps what the database takes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50_000})
    default void keepsExactlyTheGoodRows(int batchRows) throws Exception {
        createLibrary();
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, rejects: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        int books = 1 + random.nextInt(40);
        TreeSet<Integer> bad = new TreeSet<>();
        switch (random.nextInt(4)) {
            case 0 -> IntStream.rangeClosed(1, books).forEach(bad::add);
            case 1 -> bad.addAll(List.of(1, books, Math.max(1, books - 1)));
            default -> IntStream.range(0, 1 + random.nextInt(6)).forEach(i -> bad.add(1 + random.nextInt(books)));
        }
        RestoreReport report =
                rejecting(withBadBooks(books, bad)).batchRows(batchRows).run();

        List<String> good = IntStream.rangeClosed(1, books)
                .filter(n -> !bad.contains(n))
                .mapToObj(n -> n + "|1|t" + n + "|" + n)
                .toList();
        assertThat(books()).as("seed %d", seed).isEqualTo(good);
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(booksOf(report).rejected()).isEqualTo(bad.size());
        assertThat(booksOf(report).inserted()).isEqualTo(good.size());
        assertThat(report.rejects())
                .as("seed %d", seed)
                .extracting(RowError::row)
                .containsExactlyElementsOf(bad.stream().map(Integer::longValue).toList());
        assertThat(lines("library_book.ndjson")).hasSize(bad.size());
        assertThat(lines("reasons/library_book.ndjson")).hasSize(bad.size());
        assertThat(report.rejectsDir()).isEqualTo(rejects().toString());
        assertForeignKeysEnforced();
    }

    @Test
    default void aRunWithoutBadRowsIsComplete() throws Exception {
        createLibrary();
        RestoreReport report = rejecting(library()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.rejectsDir()).isNull();
        assertThat(rejects()).doesNotExist();
        assertLibrary();
    }

    @Test
    default void rejectedRowsAreABackupThatCanBeRepaired() throws Exception {
        createLibrary();
        rejecting(withBadBooks(9, Set.of(2, 3, 9))).run();
        Path file = rejects().resolve("library_book.ndjson");
        Files.writeString(file, Files.readString(file).replace("\"pages\":-", "\"pages\":"));
        RestoreReport repaired = restore(rejects()).mode(Mode.APPEND).run();
        assertThat(repaired.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(repaired.totals().inserted()).isEqualTo(3);
        assertThat(books()).hasSize(9);
    }

    @Test
    default void aRejectedRowTakesThoseAlongThatReferToIt() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':null}",
                        "{'id':2,'name':'Bea','boss':1}",
                        "{'id':3,'name':'Cy','boss':2}",
                        "{'id':4,'name':'Dee'}")
                .table(
                        "library_book",
                        "{'id':20,'author_id':3,'title':'Tides','pages':120}",
                        "{'id':21,'author_id':4,'title':'Sand','pages':null}",
                        "{'id':22,'author_id':77,'title':'Fog','pages':null}");
        RestoreReport report = rejecting(backup).run();
        assertThat(authors()).containsExactly("4|Dee|∅");
        assertThat(books()).containsExactly("21|4|Sand|∅");
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.totals().read()).isEqualTo(7);
        assertThat(report.totals().rejected()).isEqualTo(5);
        assertThat(lines("library_author.ndjson")).hasSize(3);
        assertThat(lines("library_book.ndjson")).hasSize(2);
        assertThat(report.rejects())
                .filteredOn(row -> row.table().equalsIgnoreCase("library_book"))
                .extracting(RowError::row)
                .containsExactly(1L, 3L);
        assertForeignKeysEnforced();
    }

    @Test
    default void aDamagedRecordIsOneRejectedRow() throws Exception {
        createLibrary();
        Path backup = Files.createDirectories(temp().resolve("damaged"));
        Files.writeString(
                backup.resolve("library_author.ndjson"),
                "{\"id\":1,\"name\":\"Ann\"}\n{\"id\":2,\"name\":\n{\"id\":3,\"name\":\"Cy\"}\n");
        Files.writeString(
                backup.resolve("library_book.json"),
                "[{\"id\":20,\"author_id\":1,\"title\":\"a\"},{\"id\":21,\"id\":21,\"author_id\":1,\"title\":\"b\"},"
                        + "{\"id\":22,\"author_id\":3,\"title\":\"c\"}]");
        failsWithoutTrace(BackupFormatException.class, () -> restore(backup).run());
        RestoreReport report = restore(backup)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects())
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(authors()).containsExactly("1|Ann|∅", "3|Cy|∅");
        assertThat(books()).containsExactly("20|1|a|∅", "22|3|c|∅");
        assertThat(report.totals().read()).isEqualTo(6);
        assertThat(report.totals().rejected()).isEqualTo(2);
        assertThat(report.rejects()).extracting(RowError::row).containsExactlyInAnyOrder(2L, 2L);
        assertThat(lines("library_author.ndjson")).containsExactly("{\"id\":2,\"name\":");
        assertThat(lines("reasons/library_book.ndjson")).hasSize(1);
    }

    @Test
    default void tooManyRejectedRowsRollEverythingBack() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = withBadBooks(10, Set.of(2, 5, 6));
        for (RowErrors policy : List.of(
                RowErrors.reject().atMost(2),
                RowErrors.reject().atMostPercent(20),
                RowErrors.reject().atMostPerTable(2),
                RowErrors.reject().atMostPercentPerTable(29))) {
            LoadException failure = failsWithoutTrace(
                    LoadException.class,
                    () -> restore(backup).onRowError(policy).run());
            assertThat(failure).hasMessageContaining("at most");
        }
        RestoreReport report = restore(backup)
                .onRowError(RowErrors.reject().atMost(3).atMostPercentPerTable(30))
                .run();
        assertThat(booksOf(report).rejected()).isEqualTo(3);
    }

    @Test
    default void aLimitIsPassedByTheRowBeyondIt() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':'a'}",
                        "{'id':2,'name':'b'}",
                        "{'id':3,'name':'c'}",
                        "{'id':4,'name':null}")
                .exactly(
                        "library_book",
                        IntStream.rangeClosed(1, 16)
                                .mapToObj(n -> "{\"id\":" + n + ",\"author_id\":1,\"title\":\"t" + n + "\",\"pages\":"
                                        + (n % 4 == 0 ? 0 : 1) + "}")
                                .toList());
        RowErrors all = RowErrors.reject();
        for (RowErrors enough :
                List.of(all.atMost(5), all.atMostPercent(25), all.atMostPerTable(4), all.atMostPercentPerTable(25))) {
            RestoreReport report = restore(backup).onRowError(enough).run();
            assertThat(report.totals().rejected()).as(enough.toString()).isEqualTo(5);
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        }
        for (RowErrors less : List.of(
                all.atMost(4), all.atMostPercent(24.9), all.atMostPerTable(3), all.atMostPercentPerTable(24.9))) {
            failsWithoutTrace(
                    LoadException.class, () -> restore(backup).onRowError(less).run());
        }
    }

    @Test
    default void listsOfADjangoDumpAreRejectedElementByElement() throws Exception {
        createLibrary();
        db().execute(
                        "create table library_tag (id ${bigint} primary key, name ${text})",
                        "create table library_book_tags (id ${identity}, "
                                + "book_id ${bigint} not null references library_book (id), "
                                + "tag_id ${bigint} not null references library_tag (id))");
        String author = "{'model':'library.author','pk':1,'fields':{'name':'Ann','boss':null}}";
        String tag = "{'model':'library.tag','pk':5,'fields':{'name':'new'}}";
        String book = "{'model':'library.book','pk':20,'fields':{'author':1,'title':'a','pages':1,"
                + "'tags':[5,['x','y'],{'a':1}]}}";
        String bad = "{'model':'library.book','pk':21,'fields':{'author':1,'title':'b','pages':0,'tags':[5]}}";
        Path dump = temp().resolve("dump.json");
        Files.writeString(dump, ("[" + String.join(",", author, tag, book, bad) + "]").replace('\'', '"'));
        failsWithoutTrace(LoadException.class, () -> restore(dump).run());
        Restore restore = restore(dump).onRowError(RowErrors.reject());
        RestoreReport report = restore.rejectsTo(rejects()).run();
        assertThat(report.totals().read()).isEqualTo(8);
        assertThat(report.totals().rejected()).isEqualTo(4);
        assertThat(db().rows("select book_id, tag_id from library_book_tags")).containsExactly("20|5");

        try (Stream<Path> files = Files.list(rejects())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(
                        file,
                        Files.readString(file)
                                .replace("[\"x\",\"y\"]", "5")
                                .replace("{\"a\":1}", "5")
                                .replace("\"pages\":0", "\"pages\":2"));
            }
        }
        assertThat(restore(rejects()).mode(Mode.APPEND).run().totals().inserted())
                .isEqualTo(4);
        assertThat(books()).containsExactly("20|1|a|1", "21|1|b|2");
        assertThat(db().rows("select book_id, tag_id from library_book_tags order by book_id"))
                .containsExactly("20|5", "20|5", "20|5", "21|5");
    }

    @Test
    default void tablesWithNamesThatFilesCannotHaveComeBackRepaired() throws Exception {
        List<String> names = new ArrayList<>(List.of("a/b", "a:b", "a_b", ".hidden", "CON", "dots..", "50%", "a%2Fb"));
        if (db().can(Ability.CASE_IN_NAMES)) {
            names.add("A_b");
        }
        StringBuilder object = new StringBuilder("{");
        for (String name : names) {
            db().execute("create table " + db().quote(name) + " (" + db().quote("id") + " ${bigint} primary key, "
                    + db().quote("p") + " ${bigint} check (" + db().quote("p") + " > 0))");
            object.append(object.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":[{\"id\":1,\"p\":1},{\"id\":2,\"p\":0}]");
        }
        Path backup = Files.writeString(temp().resolve("all.json"), object.append('}'));
        RestoreReport report = restore(backup)
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects())
                .run();
        assertThat(report.totals().rejected()).isEqualTo(names.size());
        try (Stream<Path> files = Files.list(rejects())) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSameSizeAs(names);
            for (Path file : all) {
                Files.writeString(file, Files.readString(file).replace("\"p\":0", "\"p\":2"));
            }
        }
        assertThat(restore(rejects()).mode(Mode.APPEND).run().outcome()).isEqualTo(Outcome.COMPLETE);
        for (String name : names) {
            assertThat(db().rows("select * from " + db().quote(name) + " order by 1"))
                    .as(name)
                    .containsExactly("1|1", "2|2");
        }
    }

    @Test
    default void theFirstRecordMayBeTheDamagedOne() throws Exception {
        createLibrary();
        Path backup = Files.createDirectories(temp().resolve("damaged"));
        Files.writeString(backup.resolve("library_author.ndjson"), "{\"id\":1,\"name\"\n{\"id\":2,\"name\":\"Bea\"}\n");
        Files.writeString(
                backup.resolve("library_book.json"),
                "[{\"id\":20,,\"author_id\":2,\"title\":\"a\"},{\"id\":21,\"author_id\":2,\"title\":\"b\"}]");
        BackupFormatException failure = failsWithoutTrace(
                BackupFormatException.class, () -> restore(backup).run());
        assertThat(failure.location()).endsWith("library_author.ndjson");
        RestoreReport report = rejecting(backup).run();
        assertThat(authors()).containsExactly("2|Bea|∅");
        assertThat(books()).containsExactly("21|2|b|∅");
        assertThat(report.totals().rejected()).isEqualTo(2);
        Files.writeString(rejects().resolve("library_author.ndjson"), "{\"id\":1,\"name\":\"Ann\"}\n");
        Path books = rejects().resolve("library_book.ndjson");
        Files.writeString(books, Files.readString(books).replace(",,", ","));
        restore(rejects()).mode(Mode.APPEND).run();
        assertThat(authors()).containsExactly("1|Ann|∅", "2|Bea|∅");
        assertThat(books()).containsExactly("20|2|a|∅", "21|2|b|∅");
    }

    @Test
    default void theSameSettingsRestoreTheRepairedRows() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table("writers", "{'id':1,'called':'Ann'}")
                .table("works", "{'id':20,'author_id':1,'title':'a','length':0}", "{'id':21,'author_id':1,'title':'b'}")
                .table("other", "{'x':1}");
        Restore same = restore(backup)
                .only("writers", "works")
                .map("writers", "library_author")
                .map("writers", "called", "name")
                .map("works", "library_book")
                .map("works", "length", "pages")
                .defaultValue("library_author", "boss", 1)
                .onRowError(RowErrors.reject());
        same.rejectsTo(rejects()).run();
        assertThat(lines("writers.ndjson")).isEmpty();
        Path works = rejects().resolve("works.ndjson");
        Files.writeString(works, Files.readString(works).replace("\"length\":0", "\"length\":3"));
        RestoreReport repaired = restore(rejects())
                .mode(Mode.APPEND)
                .only("writers", "works")
                .map("writers", "library_author")
                .map("writers", "called", "name")
                .map("works", "library_book")
                .map("works", "length", "pages")
                .defaultValue("library_author", "boss", 1)
                .onRowError(RowErrors.reject())
                .run();
        assertThat(repaired.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(authors()).containsExactly("1|Ann|1");
        assertThat(books()).containsExactly("20|1|a|3", "21|1|b|∅");
    }

    @Test
    default void theRejectsDirectoryMustBeEmpty() throws Exception {
        createLibrary();
        Files.createDirectories(rejects());
        Files.writeString(rejects().resolve("library_book.ndjson"), "");
        PlanException failure = failsWithoutTrace(
                PlanException.class, () -> rejecting(library()).run());
        assertThat(failure).hasMessageContaining("not an empty directory");
    }

    private List<String> lines(String file) throws IOException {
        Path path = rejects().resolve(file);
        return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
    }
}
