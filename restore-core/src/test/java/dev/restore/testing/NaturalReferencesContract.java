package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.RowErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** References that a backup writes as natural keys lead to the rows that have these, in the backup and in the target. */
interface NaturalReferencesContract extends MergeCase {

    private Restore natural(String... records) throws IOException {
        String json = "[" + String.join(",\n", records).replace('\'', '"') + "]";
        return restore(Files.writeString(Files.createTempFile(temp(), "dump", ".json"), json));
    }

    private void createBooks() throws SQLException {
        db().execute(
                        "create table lib_author (id ${identity}, name ${text} not null unique, age ${bigint})",
                        "create table lib_book (id ${identity}, title ${text} not null unique, "
                                + "author_id ${bigint} references lib_author (id))",
                        "create table lib_book_readers (id ${identity}, book_id ${bigint} not null references lib_book (id), "
                                + "author_id ${bigint} not null references lib_author (id))",
                        "insert into lib_author (name) values ('bob')",
                        "insert into lib_author (name) values ('alice')");
    }

    private List<String> bookList() throws SQLException {
        return db().rows(
                        "select b.title, a.name from lib_book b left join lib_author a on a.id = b.author_id order by 1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"APPEND", "MERGE"})
    default void theOwnFormsMayHoldThem(Mode mode) throws Exception {
        for (String ending : List.of(".json", ".ndjson")) {
            createBooks();
            TestBackup backup = new TestBackup()
                    .table(
                            "lib_book",
                            "{'id':1,'title':'one','author_id':['alice']}",
                            "{'id':2,'title':'two','author_id':['cy']}",
                            "{'id':3,'title':'three','author_id':null}",
                            "{'id':4,'title':'four','author_id':9}")
                    .table("lib_author", "{'id':9,'name':'cy','age':3}");
            complete(restore(backup.directory(Files.createTempDirectory(temp(), "own"), ending))
                    .mode(mode));
            assertThat(bookList()).containsExactly("four|cy", "one|alice", "three|∅", "two|cy");
            assertThat(db().rows("select id, name from lib_author order by id"))
                    .containsExactly("1|bob", "2|alice", "9|cy");
            db().execute("drop table lib_book_readers", "drop table lib_book", "drop table lib_author");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REPLACE", "MERGE"})
    default void djangosRowsNeedNoKeysOfTheirOwn(Mode mode) throws Exception {
        createBooks();
        complete(natural(
                        "{'model':'lib.book','fields':{'title':'one','author':['alice'],'readers':[['cy'],['alice']]}}",
                        "{'model':'lib.author','fields':{'name':'alice','age':1}}",
                        "{'model':'lib.book','pk':77,'fields':{'title':'two','author':['cy'],'readers':[]}}",
                        "{'model':'lib.author','fields':{'name':'cy','age':2}}")
                .mode(mode));
        assertThat(bookList()).containsExactly("one|alice", "two|cy");
        assertThat(db().rows("select id from lib_book where title = 'two'")).containsExactly("77");
        assertThat(db().rows(
                                "select b.title, a.name, a.age from lib_book_readers r join lib_book b on b.id = r.book_id "
                                        + "join lib_author a on a.id = r.author_id order by 1, 2"))
                .containsExactly("one|alice|1", "one|cy|2");
        assertThat(db().rows("select name from lib_author order by name"))
                .isEqualTo(mode == Mode.MERGE ? List.of("alice", "bob", "cy") : List.of("alice", "cy"));
        db().execute("insert into lib_author (name) values ('next')", "insert into lib_book (title) values ('next')");
    }

    @Test
    default void ofSeveralRowsWithOneKeyTheLastOneCountsInADumpOfDjangos() throws Exception {
        createBooks();
        RestoreReport report = complete(natural(
                        "{'model':'lib.author','pk':5,'fields':{'name':'x','age':1}}",
                        "{'model':'lib.book','pk':1,'fields':{'title':'one','author':5}}",
                        "{'model':'lib.author','pk':5,'fields':{'name':'y','age':2}}")
                .mode(Mode.MERGE));
        assertThat(bookList()).containsExactly("one|y");
        assertThat(report.totals().read()).isEqualTo(3);
        assertThat(db().rows("select name from lib_author order by name")).containsExactly("alice", "bob", "y");
    }

    @Test
    default void keysOfKeysAreWrittenInARow() throws Exception {
        db().execute(
                        "create table kind (id ${identity}, app ${text} not null, model ${text} not null, unique (app, model))",
                        "create table permission (id ${identity}, kind_id ${bigint} not null references kind (id), "
                                + "code ${text} not null, unique (kind_id, code))",
                        "create table granted (id ${identity}, permission_id ${bigint} references permission (id))",
                        "insert into kind (app, model) values ('a', 'y')",
                        "insert into permission (kind_id, code) values (1, 'add')");
        complete(freshly(new TestBackup()
                        .table(
                                "granted",
                                "{'id':1,'permission_id':['add','a','y']}",
                                "{'id':2,'permission_id':['add','a','x']}")
                        .table("permission", "{'id':1,'kind_id':['a','x'],'code':'add'}")
                        .table("kind", "{'id':1,'app':'a','model':'x'}"))
                .mode(Mode.MERGE)
                .naturalKey("permission", "code", "kind.app", "kind.model"));
        assertThat(db().rows("select g.id, p.code, k.model from granted g join permission p on p.id = g.permission_id "
                        + "join kind k on k.id = p.kind_id order by 1"))
                .containsExactly("1|add|y", "2|add|x");
    }

    @Test
    default void aKeyThatIsNowhereIsNamed() throws Exception {
        createBooks();
        TestBackup backup = new TestBackup()
                .table(
                        "lib_book",
                        "{'id':1,'title':'one','author_id':['alice']}",
                        "{'id':2,'title':'two','author_id':['nobody']}",
                        "{'id':3,'title':'three','author_id':['alice','x']}",
                        "{'id':4,'title':'four','author_id':[]}",
                        "{'id':5,'title':'five','author_id':[null]}",
                        "{'id':6,'title':'six','author_id':[['alice']]}");
        for (Mode mode : List.of(Mode.APPEND, Mode.MERGE)) {
            LoadException failure = failsWithoutTrace(
                    LoadException.class, () -> freshly(backup).mode(mode).run());
            assertThat(failure.row().row()).isBetween(2L, 6L);
            assertThat(failure.row().column()).isEqualToIgnoringCase("author_id");
            assertThat(failure).hasMessageNotContaining("nobody");
        }
        RestoreReport report =
                freshly(backup).mode(Mode.MERGE).onRowError(RowErrors.reject()).run();
        assertThat(report.rejects()).extracting(RowError::row).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertAccounted(report);
        assertThat(bookList()).containsExactly("one|alice");
    }

    @Test
    default void aKeyThatIsNowhereMayBecomeNull() throws Exception {
        createBooks();
        complete(freshly(new TestBackup()
                        .table(
                                "lib_book",
                                "{'id':1,'title':'one','author_id':['alice']}",
                                "{'id':2,'title':'two','author_id':['nobody']}"))
                .mode(Mode.MERGE)
                .orphans("lib_book.author_id", OrphanPolicy.NULL));
        assertThat(bookList()).containsExactly("one|alice", "two|∅");
    }

    @Test
    default void anElementThatIsNowhereIsNamedAndTakesItsRowsPlace() throws Exception {
        createBooks();
        Restore restore = natural(
                        "{'model':'lib.book','pk':1,'fields':{'title':'one','readers':[['alice'],['nobody']]}}",
                        "{'model':'lib.book','pk':2,'fields':{'title':'two','readers':[['bob']]}}")
                .mode(Mode.MERGE);
        failsWithoutTrace(LoadException.class, restore::run);
        RestoreReport report = restore.onRowError(RowErrors.reject()).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertAccounted(report);
        assertThat(db().rows("select b.title, a.name from lib_book_readers r join lib_book b on b.id = r.book_id "
                        + "join lib_author a on a.id = r.author_id order by 1, 2"))
                .contains("two|bob");
    }

    @Test
    default void aKeyThatSeveralUniqueKeysCouldBeIsRefused() throws Exception {
        db().execute(
                        "create table lib_author (id ${identity}, name ${text} not null unique, mail ${text} unique)",
                        "create table lib_book (id ${identity}, author_id ${bigint} references lib_author (id))",
                        "insert into lib_author (name, mail) values ('alice', 'a@x')");
        TestBackup backup = new TestBackup().table("lib_book", "{'id':1,'author_id':['alice']}");
        PlanException failure = failsWithoutTrace(
                PlanException.class, () -> freshly(backup).mode(Mode.MERGE).run());
        assertThat(failure.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.NATURAL_KEY);
        assertThat(failure.problems().get(0).remedy()).containsIgnoringCase("lib_author=name");
        complete(freshly(backup).mode(Mode.MERGE).naturalKey("lib_author", "name"));
        assertThat(db().rows("select author_id from lib_book")).containsExactly("1");
    }

    @Test
    default void aForeignKeyToAnotherUniqueKeyIsFilledFromTheRow() throws Exception {
        db().execute(
                        "create table country (id ${identity}, code ${text} not null unique, name ${text} not null unique)",
                        "create table city (id ${identity}, country_code ${text} references country (code))",
                        "insert into country (code, name) values ('a', 'Aland')");
        complete(freshly(new TestBackup()
                        .table(
                                "city",
                                "{'id':1,'country_code':['Aland']}",
                                "{'id':2,'country_code':['Beland']}",
                                "{'id':3,'country_code':'a'}")
                        .table("country", "{'id':1,'code':'b','name':'Beland'}"))
                .mode(Mode.MERGE)
                .naturalKey("country", "name"));
        assertThat(db().rows("select id, country_code from city order by id")).containsExactly("1|a", "2|b", "3|a");
    }

    /** A list goes with the row that has it, and a row with the one that it refers to by natural key. */
    @Test
    default void listsAndReferencesByNaturalKeyGoWithRowsThatAreSetAside() throws Exception {
        createBooks();
        db().execute("create table lib_copy (id ${identity}, book_id ${bigint} not null references lib_book (id))");
        Restore restore = natural(
                        "{'model':'lib.copy','pk':1,'fields':{'book':['one']}}",
                        "{'model':'lib.copy','pk':2,'fields':{'book':['two']}}",
                        "{'model':'lib.book','fields':{'title':'one','author':['nobody'],'readers':[['alice'],['bob']]}}",
                        "{'model':'lib.book','fields':{'title':'two','author':['alice'],'readers':[['bob']]}}")
                .mode(Mode.MERGE)
                .orphans("lib_book.author_id", OrphanPolicy.REJECT);
        RestoreReport report = restore.run();
        assertAccounted(report);
        assertThat(bookList()).containsExactly("two|alice");
        assertThat(db().rows("select c.id, b.title from lib_copy c join lib_book b on b.id = c.book_id"))
                .containsExactly("2|two");
        assertThat(db().rows("select a.name from lib_book_readers r join lib_author a on a.id = r.author_id"))
                .containsExactly("bob");
    }
}
