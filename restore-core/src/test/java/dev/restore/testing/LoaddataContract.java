package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Merging a Django dump with natural keys leaves the rows that {@code loaddata} of Django 3.2.25 left of the same dump in a database
 * with the same rows, and refuses what that refused.
 */
interface LoaddataContract extends MergeCase {

    private void createModels() throws SQLException {
        db().execute(
                        "create table fx_anchor (id ${identity}, data ${text} not null unique, title ${text})",
                        "create table fx_pointer (id ${identity}, data_id ${bigint} references fx_anchor (id))",
                        "create table fx_thing (id ${identity}, key_text ${text} not null unique, other_id ${bigint} references fx_thing (id))",
                        "create table fx_thing_others (id ${identity}, from_thing_id ${bigint} not null references fx_thing (id), "
                                + "to_thing_id ${bigint} not null references fx_thing (id), unique (from_thing_id, to_thing_id))",
                        "create table fx_author (id ${identity}, first ${text} not null, last ${text} not null, age ${bigint} not null, "
                                + "unique (first, last))",
                        "create table fx_book (id ${identity}, isbn ${text} not null unique, title ${text} not null, "
                                + "author_id ${bigint} not null references fx_author (id))",
                        "create table fx_book_editors (id ${identity}, book_id ${bigint} not null references fx_book (id), "
                                + "author_id ${bigint} not null references fx_author (id), unique (book_id, author_id))",
                        "create table fx_place (id ${identity}, name ${text} not null unique, address ${text} not null)",
                        "create table fx_restaurant (place_ptr_id ${bigint} not null primary key references fx_place (id), "
                                + "serves ${text} not null)",
                        "create table fx_person (id ${identity}, name ${text} not null unique)",
                        "create table fx_person_friends (id ${identity}, from_person_id ${bigint} not null references fx_person (id), "
                                + "to_person_id ${bigint} not null references fx_person (id), unique (from_person_id, to_person_id))",
                        "insert into fx_anchor (data, title) values ('x1', 'old')",
                        "insert into fx_author (first, last, age) values ('Zoe', 'Yu', 3)",
                        "insert into fx_author (first, last, age) values ('Ann', 'Lee', 1)",
                        "insert into fx_person (name) values ('Bo')",
                        "insert into fx_place (name, address) values ('Bar', 'old')",
                        "insert into fx_thing (key_text) values ('t0')");
    }

    private Restore loaddata(String... records) throws IOException, SQLException {
        createModels();
        StringBuilder json = new StringBuilder();
        for (String record : records) {
            json.append(json.isEmpty() ? "[" : ",\n").append(record.replaceFirst("(\\w+) ", "{'model':'fx.$1',") + "}");
        }
        return restore(Files.writeString(
                        Files.createTempFile(temp(), "dump", ".json"),
                        json.append(']').toString().replace('\'', '"')))
                .mode(Mode.MERGE);
    }

    private List<String> anchors() throws SQLException {
        return db().rows("select data, title from fx_anchor order by 1");
    }

    private List<String> pointers() throws SQLException {
        return db().rows("select p.id, a.data from fx_pointer p left join fx_anchor a on a.id = p.data_id order by 1");
    }

    private List<String> things() throws SQLException {
        return db().rows(
                        "select t.key_text, o.key_text from fx_thing t left join fx_thing o on o.id = t.other_id order by 1");
    }

    private List<String> others() throws SQLException {
        return db().rows(
                        "select f.key_text, t.key_text from fx_thing_others x join fx_thing f on f.id = x.from_thing_id"
                                + " join fx_thing t on t.id = x.to_thing_id order by 1, 2");
    }

    private List<String> places() throws SQLException {
        return db().rows("select p.name, p.address, r.serves from fx_place p"
                + " left join fx_restaurant r on r.place_ptr_id = p.id order by 1");
    }

    private void refuses(Class<? extends RestoreException> how, String... records) throws Exception {
        Restore restore = loaddata(records);
        failsWithoutTrace(how, restore::run);
    }

    @Test
    default void aRowWithoutANumberIsTheOneWithItsNaturalKey() throws Exception {
        complete(loaddata("anchor 'fields':{'data':'x1','title':'new'}", "anchor 'fields':{'data':'x2','title':null}"));
        assertThat(anchors()).containsExactly("x1|new", "x2|∅");
    }

    /** Whatever comes later finds the row of what came before. */
    @Test
    default void ofRowsWithoutNumbersAndWithOneNaturalKeyTheLastOneCounts() throws Exception {
        RestoreReport report = complete(loaddata(
                "anchor 'fields':{'data':'a','title':'1'}",
                "anchor 'fields':{'data':'x1','title':'2'}",
                "pointer 'pk':1,'fields':{'data':['a']}",
                "anchor 'fields':{'data':'x1','title':'3'}",
                "anchor 'fields':{'data':'a','title':'4'}",
                "person 'fields':{'name':'Al','friends':[['Bo']]}",
                "person 'fields':{'name':'Al','friends':[]}"));
        assertThat(anchors()).containsExactly("a|4", "x1|3");
        assertThat(pointers()).containsExactly("1|a");
        assertThat(db().rows("select count(*) from fx_person_friends")).containsExactly("0");
        assertThat(report.totals().rejected()).isZero();
    }

    @Test
    default void twoRowsOfOneNaturalKeyAreRefusedWhereOneHasANumber() throws Exception {
        refuses(LoadException.class, "anchor 'pk':5,'fields':{'data':'b'}", "anchor 'fields':{'data':'b'}");
        assertThat(anchors()).containsExactly("x1|old");
    }

    @Test
    default void referencesGoForwardAndIntoTheTarget() throws Exception {
        complete(loaddata(
                "pointer 'pk':1,'fields':{'data':['later']}",
                "pointer 'pk':2,'fields':{'data':null}",
                "pointer 'pk':3,'fields':{'data':['x1']}",
                "anchor 'fields':{'data':'later','title':'t'}"));
        assertThat(anchors()).containsExactly("later|t", "x1|old");
        assertThat(pointers()).containsExactly("1|later", "2|∅", "3|x1");
    }

    @Test
    default void naturalKeysMayReferToEachOther() throws Exception {
        complete(loaddata(
                "thing 'fields':{'key_text':'t1','other':['t2'],'others':[['t2'],['t3']]}",
                "thing 'fields':{'key_text':'t2','other':['t0'],'others':[['t1']]}",
                "thing 'fields':{'key_text':'t3','other':['t3'],'others':[['t1']]}"));
        assertThat(things()).containsExactly("t0|∅", "t1|t2", "t2|t0", "t3|t3");
        assertThat(others()).containsExactly("t1|t2", "t1|t3", "t2|t1", "t3|t1");
    }

    @Test
    default void keysOfSeveralColumnsAreFoundInReferencesAndLists() throws Exception {
        complete(loaddata(
                "author 'fields':{'first':'Ann','last':'Lee','age':7}",
                "author 'fields':{'first':'Bob','last':'Ray','age':8}",
                "book 'pk':3,'fields':{'isbn':'1','title':'B','author':['Ann','Lee'],"
                        + "'editors':[['Bob','Ray'],['Ann','Lee']]}"));
        assertThat(db().rows("select first, last, age from fx_author order by 1"))
                .containsExactly("Ann|Lee|7", "Bob|Ray|8", "Zoe|Yu|3");
        assertThat(db().rows("select b.isbn, b.title, a.last from fx_book b join fx_author a on a.id = b.author_id"))
                .containsExactly("1|B|Lee");
        assertThat(db().rows("select a.last from fx_book_editors e join fx_author a on a.id = e.author_id order by 1"))
                .containsExactly("Lee", "Ray");
    }

    @Test
    default void aModelThatInheritsIsOneRowInEachTable() throws Exception {
        complete(loaddata(
                "place 'pk':3,'fields':{'name':'Foo','address':'a'}",
                "restaurant 'pk':3,'fields':{'serves':'s'}",
                "place 'fields':{'name':'Bar','address':'new'}",
                "place 'fields':{'name':'Pub','address':'p'}"));
        assertThat(places()).containsExactly("Bar|new|∅", "Foo|a|s", "Pub|p|∅");
    }

    @Test
    default void listsLeadToTheirOwnTable() throws Exception {
        complete(loaddata(
                "person 'fields':{'name':'Al','friends':[['Bo'],['Cy']]}",
                "person 'fields':{'name':'Cy','friends':[['Al']]}",
                "person 'fields':{'name':'Bo','friends':[['Al']]}"));
        assertThat(db().rows(
                                "select a.name, b.name from fx_person_friends f join fx_person a on a.id = f.from_person_id"
                                        + " join fx_person b on b.id = f.to_person_id order by 1, 2"))
                .containsExactly("Al|Bo", "Al|Cy", "Bo|Al", "Cy|Al");
    }

    @Test
    default void aNumberAndANaturalKeyMayReferToOneRow() throws Exception {
        Restore restore = loaddata("pointer 'pk':1,'fields':{'data':1}", "pointer 'pk':2,'fields':{'data':['x1']}");
        complete(restore);
        assertThat(pointers()).containsExactly("1|x1", "2|x1");
    }

    @Test
    default void aKeyThatIsNowhereIsRefused() throws Exception {
        refuses(LoadException.class, "pointer 'pk':1,'fields':{'data':['nowhere']}");
    }

    @Test
    default void anElementThatIsNowhereIsRefused() throws Exception {
        refuses(LoadException.class, "person 'fields':{'name':'Al','friends':[['Nobody']]}");
    }

    @Test
    default void aNullInANaturalKeyIsRefused() throws Exception {
        refuses(LoadException.class, "anchor 'fields':{'data':null,'title':'1'}");
    }

    @Test
    default void aFieldThatTheModelDoesNotHaveIsRefused() throws Exception {
        refuses(PlanException.class, "anchor 'fields':{'data':'u','nope':1}");
    }

    @Test
    default void aModelThatInheritsWithoutItsParentIsRefused() throws Exception {
        refuses(PlanException.class, "restaurant 'fields':{'name':'Baz','address':'a','serves':'s'}");
    }
}
