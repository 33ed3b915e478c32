package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The values in the database are those of the backup, or nothing is committed. */
interface ContentContract extends ContractCase {

    private static TestBackup numbered(int rows) {
        return new TestBackup()
                .table(
                        "thing",
                        IntStream.rangeClosed(1, rows)
                                .mapToObj(n -> "{'id':" + n + ",'v':'text " + n + "','n':" + n * 7 + "}")
                                .toArray(String[]::new));
    }

    private void createThing(String key) throws Exception {
        db().execute("create table thing (id ${bigint} " + key + ", v ${text}, n ${bigint})");
    }

    private RestoreReport verified(Restore restore) {
        RestoreReport report = restore.verify(Verify.CONTENT).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        return report;
    }

    private VerificationException finds(String difference, Restore restore) throws Exception {
        VerificationException failure = failsWithoutTrace(
                VerificationException.class,
                () -> restore.verify(Verify.CONTENT).run());
        assertThat(failure).message().containsIgnoringCase(difference);
        return failure;
    }

    @Test
    default void verifiesEveryValueInSilence() throws Exception {
        createLibrary();
        fillLibrary();
        assertThat(warnings(verified(restore(library())))).isEmpty();
        assertLibrary();
    }

    @Test
    default void findsAValueThatATriggerChanged() throws Exception {
        createThing("primary key");
        db().execute("insert into thing values (77, 'stays', 1)");
        db().execute(db().updateTrigger("thing", "update thing set n = 1000 where id = 3"));
        VerificationException failure = finds("thing in n (5 rows compared)", restore(numbered(5)));
        assertThat(failure).message().containsIgnoringCase("change_thing").doesNotContain("1000");
    }

    @Test
    default void findsValuesThatChangedPlaces() throws Exception {
        for (String key : List.of("primary key", "")) {
            createThing(key);
            db().execute(
                            db().updateTrigger(
                                            "thing",
                                            "update thing set n = 28 - n where id in (1, 3) "
                                                    + "and (select count(*) from thing) = 5 and (select n from thing where id = 5) = 35"));
            VerificationException failure = finds("thing in ", restore(numbered(5)));
            assertThat(failure).message().containsIgnoringCase("n (5 rows");
            db().execute("drop table thing");
        }
    }

    @Test
    default void findsAValueThatBecameNull() throws Exception {
        createThing("primary key");
        db().execute(db().updateTrigger("thing", "update thing set v = null where id = 5"));
        finds("thing in v (5 rows", restore(numbered(5)));
    }

    @Test
    default void verifiesRowsThatAreAppended() throws Exception {
        for (String key : List.of("primary key", "")) {
            createThing(key);
            db().execute("insert into thing values (-1, 'old', null)", "insert into thing values (-2, null, 5)");
            RestoreReport report = verified(restore(numbered(5)).mode(Mode.APPEND));
            assertThat(warnings(report)).isEmpty();
            assertThat(db().rows("select count(*) from thing")).containsExactly("7");
            db().execute("drop table thing");
        }
    }

    @Test
    default void findsAChangeOfARowThatWasThereBefore() throws Exception {
        createThing("primary key");
        db().execute("insert into thing values (-1, 'old', 1)");
        db().execute(db().updateTrigger("thing", "update thing set v = 'new' where id = -1"));
        finds("thing in v (6 rows", restore(numbered(5)).mode(Mode.APPEND));
    }

    @Test
    default void leavesRejectedRowsOutOfTheComparison() throws Exception {
        createLibrary();
        TestBackup backup = new TestBackup()
                .table(
                        "library_author",
                        "{'id':1,'name':'Ann'}",
                        "{'id':2,'name':null}",
                        "{'id':3,'name':'Cid','boss':2}")
                .table(
                        "library_book",
                        "{'id':1,'author_id':1,'title':'a','pages':1}",
                        "{'id':2,'author_id':2,'title':'b','pages':2}",
                        "{'id':3,'author_id':1,'title':'c','pages':-3}",
                        "{'id':4,'author_id':1,'title':'d','pages':4}");
        RestoreReport report = restore(backup)
                .onRowError(RowErrors.reject())
                .verify(Verify.CONTENT)
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.totals().rejected()).isEqualTo(4);
        assertThat(books()).hasSize(2);
    }

    @Test
    default void verifiesRowsOfJoinTables() throws Exception {
        db().execute(
                        "create table shop_tag (id ${identity}, name ${text})",
                        "create table shop_item (id ${identity}, name ${text})",
                        "create table shop_item_tags (id ${identity}, item_id ${bigint} references shop_item (id), "
                                + "tag_id ${bigint} references shop_tag (id))");
        TestBackup backup = new TestBackup()
                .table("shop_tag", "{'id':1,'name':'red'}", "{'id':2,'name':'blue'}")
                .table("shop_item", "{'id':1,'name':'cap','tags':[1,2]}", "{'id':2,'name':'hat','tags':[2]}");
        Path dump = Files.writeString(temp().resolve("dump.json"), backup.djangoArray());
        assertThat(warnings(verified(restore(dump)))).isEmpty();
        List<String> tags = db().rows("select item_id, tag_id from shop_item_tags order by 1, 2");
        assertThat(tags).containsExactly("1|1", "1|2", "2|2");

        db().execute(db().updateTrigger("shop_item_tags", "update shop_item_tags set tag_id = 1 where item_id = 2"));
        assertThat(catchThrowable(() -> restore(dump).verify(Verify.CONTENT).run()))
                .isInstanceOf(VerificationException.class)
                .message()
                .containsIgnoringCase("shop_item_tags in tag_id (3 rows");
        assertThat(db().rows("select item_id, tag_id from shop_item_tags order by 1, 2"))
                .isEqualTo(tags);
    }

    @Test
    default void saysWhichColumnsOnlySomeRowsCarry() throws Exception {
        db().execute(
                        "create table thing (id ${bigint} primary key, v ${text} default 'made up', n ${bigint}, w ${text})");
        RestoreReport report = verified(restore(new TestBackup()
                .table("thing", "{'id':1,'v':'x','n':1}", "{'id':2,'n':2}", "{'n':3,'id':3,'v':null}")));
        assertThat(warnings(report))
                .singleElement()
                .asString()
                .containsIgnoringCase("table thing: v (not every row carries it)");
    }

    @Test
    default void comparesNothingUnlessAsked() throws Exception {
        createThing("primary key");
        db().execute(db().updateTrigger("thing", "update thing set n = 1000 where id = 3"));
        assertThat(restore(numbered(5)).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select n from thing where id = 3")).containsExactly("1000");
    }

    @Test
    default void verifiesEmptyTablesAndRowsOfDefaults() throws Exception {
        createThing("");
        db().execute("create table blank (id ${identity}, v ${text} default 'x')");
        verified(restore(new TestBackup().table("thing").table("blank", "{}", "{}")));
        assertThat(db().rows("select count(*) from blank")).containsExactly("2");
    }

    @Test
    default void saysThatRowsWhichMetOthersAreNotCompared() throws Exception {
        createThing("primary key");
        db().execute("insert into thing values (2, 'old', null)");
        RestoreReport report = verified(restore(numbered(5)).mode(Mode.APPEND).onConflict(ConflictPolicy.skip()));
        assertThat(warnings(report)).singleElement().asString().containsIgnoringCase("table thing was not compared");
    }
}
