package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.MergePlan.Existing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found among those of the target by what tells them apart. */
interface MergeMatchContract extends MergeCase {

    @Test
    default void rowsAreFoundByWhatTellsThemApart() throws Exception {
        createBlog();
        RestoreReport report =
                complete(merging(blog()).naturalKey("person", "name").naturalKey("post", "title"));
        assertThat(people()).containsExactly("ann|30", "bob|32", "cy|33", "root|31");
        assertThat(posts()).containsExactly("one|ann|root", "three|bob|cy", "two|root|∅", "welcome|root|∅");
        assertThat(db().rows("select id from person where name in ('root', 'bob', 'cy') order by id"))
                .as("rows that are there keep their numbers, and a free number is kept")
                .containsExactly("1", "2", "9");
        assertThat(db().rows("select id from post where title in ('welcome', 'two', 'three') order by id"))
                .containsExactly("1", "5", "6");
        assertThat(report.totals().inserted()).isEqualTo(5);
        assertThat(report.totals().updated()).isEqualTo(2);
        db().execute(
                        "insert into person (name) values ('next')",
                        "insert into post (author_id, title) select id, 'next' from person where name = 'next'");
        assertThat(db().rows("select count(*) from post")).containsExactly("5");
        assertForeignKeysBite("insert into post (author_id, title) values (987654, 'nobody')");
    }

    @Test
    default void theOneUniqueKeyIsTakenAndASecondMergeChangesNothing() throws Exception {
        createBlog();
        TestBackup backup = blog();
        complete(merging(backup).naturalKey("post", "title"));
        List<String> first = db().rows("select * from person order by id");
        List<String> firstPosts = db().rows("select * from post order by id");
        RestoreReport second = complete(merging(backup).naturalKey("post", "title"));
        assertThat(db().rows("select * from person order by id")).isEqualTo(first);
        assertThat(db().rows("select * from post order by id")).isEqualTo(firstPosts);
        assertThat(second.totals().unchanged()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(
            value = Existing.class,
            names = {"UPDATE", "SKIP", "ADD"})
    default void whatBecomesOfARowThatIsThereIsAnOption(Existing existing) throws Exception {
        db().execute(
                        "create table tag (id ${identity}, name ${text} not null, note ${text})",
                        "create table tagged (id ${identity}, tag_id ${bigint} not null references tag (id))",
                        "insert into tag (name, note) values ('red', 'old')",
                        "insert into tagged (tag_id) values (1)");
        complete(merging(new TestBackup()
                        .table("tag", "{'id':1,'name':'blue','note':'new'}", "{'id':2,'name':'red','note':'new'}")
                        .table("tagged", "{'id':10,'tag_id':2}", "{'id':11,'tag_id':1}"))
                .naturalKey("tag", "name")
                .onMatch("tag", existing));
        assertThat(db().rows("select name, note from tag order by name, note"))
                .containsExactlyElementsOf(
                        switch (existing) {
                            case UPDATE -> List.of("blue|new", "red|new");
                            case SKIP -> List.of("blue|new", "red|old");
                            default -> List.of("blue|new", "red|new", "red|old");
                        });
        assertThat(db().rows("select o.id, t.name, t.note from tagged o join tag t on t.id = o.tag_id order by o.id"))
                .containsExactlyElementsOf(
                        switch (existing) {
                            case UPDATE -> List.of("1|red|new", "10|red|new", "11|blue|new");
                            case SKIP -> List.of("1|red|old", "10|red|old", "11|blue|new");
                            default -> List.of("1|red|old", "10|red|new", "11|blue|new");
                        });
    }

    @Test
    default void aKeyMayLeadOverARelation() throws Exception {
        db().execute(
                        "create table kind (id ${identity}, app ${text} not null, model ${text} not null, unique (app, model))",
                        "create table permission (id ${identity}, kind_id ${bigint} not null references kind (id), "
                                + "code ${text} not null, unique (kind_id, code))",
                        "create table granted (id ${identity}, permission_id ${bigint} not null references permission (id))",
                        "insert into kind (app, model) values ('a', 'x')",
                        "insert into kind (app, model) values ('a', 'y')",
                        "insert into permission (kind_id, code) values (1, 'add')",
                        "insert into permission (kind_id, code) values (2, 'add')");
        complete(merging(new TestBackup()
                        .table(
                                "kind",
                                "{'id':1,'app':'a','model':'y'}",
                                "{'id':2,'app':'b','model':'x'}",
                                "{'id':3,'app':'a','model':'x'}")
                        .table(
                                "permission",
                                "{'id':1,'kind_id':2,'code':'add'}",
                                "{'id':2,'kind_id':3,'code':'add'}",
                                "{'id':3,'kind_id':1,'code':'add'}")
                        .table(
                                "granted",
                                "{'id':1,'permission_id':1}",
                                "{'id':2,'permission_id':2}",
                                "{'id':3,'permission_id':3}"))
                .naturalKey("permission", "kind.app", "kind.model", "code"));
        assertThat(db().rows(
                                "select g.id, k.app, k.model, p.code from granted g join permission p on p.id = g.permission_id "
                                        + "join kind k on k.id = p.kind_id order by g.id"))
                .containsExactly("1|b|x|add", "2|a|x|add", "3|a|y|add");
        assertThat(db().rows("select count(*) from permission")).containsExactly("3");
    }

    @Test
    default void aTreeIsFoundByItsPaths() throws Exception {
        db().execute(
                        "create table folder (id ${identity}, parent_id ${bigint} references folder (id), name ${text} not null, "
                                + "note ${text}, unique (parent_id, name))",
                        "create table sheet (id ${identity}, folder_id ${bigint} not null references folder (id), name ${text})",
                        "insert into folder (parent_id, name, note) values (null, 'root', 'old')",
                        "insert into folder (parent_id, name, note) values (1, 'a', 'old')",
                        "insert into folder (parent_id, name, note) values (2, 'b', 'old')");
        complete(merging(new TestBackup()
                .table(
                        "folder",
                        "{'id':3,'parent_id':9,'name':'c','note':'new'}",
                        "{'id':2,'parent_id':8,'name':'b','note':'new'}",
                        "{'id':9,'parent_id':2,'name':'d','note':'new'}",
                        "{'id':8,'parent_id':1,'name':'a','note':'new'}",
                        "{'id':1,'parent_id':null,'name':'root','note':'new'}")
                .table("sheet", "{'id':1,'folder_id':3}", "{'id':2,'folder_id':2}", "{'id':3,'folder_id':8}")));
        assertThat(
                        db().rows(
                                        "select f.name, p.name, f.note from folder f left join folder p on p.id = f.parent_id order by 1"))
                .containsExactly("a|root|new", "b|a|new", "c|d|new", "d|b|new", "root|∅|new");
        assertThat(db().rows("select s.id, f.name from sheet s join folder f on f.id = s.folder_id order by 1"))
                .containsExactly("1|c", "2|b", "3|a");
    }

    /** Two rows of the backup are never one of the target's, whatever their numbers happen to be. */
    @Test
    default void aRowWithoutItsKeyIsNobodyElse() throws Exception {
        db().execute(
                        "create table account (id ${identity}, mail ${text} unique, name ${text})",
                        "create table entry (id ${identity}, account_id ${bigint} references account (id))",
                        "insert into account (mail, name) values ('e@x', 'eve')",
                        "insert into account (mail, name) values (null, 'nobody')");
        complete(merging(new TestBackup()
                .table(
                        "account",
                        "{'id':1,'mail':null,'name':'ann'}",
                        "{'id':2,'mail':null,'name':'somebody'}",
                        "{'id':3,'mail':'e@x','name':'Eve'}")
                .table("entry", "{'id':1,'account_id':1}", "{'id':2,'account_id':2}", "{'id':3,'account_id':3}")));
        assertThat(db().rows("select e.id, a.name from entry e join account a on a.id = e.account_id order by 1"))
                .containsExactly("1|ann", "2|somebody", "3|Eve");
        assertThat(db().rows("select mail, name from account order by name"))
                .containsExactly("e@x|Eve", "∅|ann", "∅|somebody");
    }

    @Test
    default void aUuidThatIsTakenIsDrawnAnew() throws Exception {
        String one = "00000000-0000-4000-8000-000000000001";
        String two = "00000000-0000-4000-8000-000000000002";
        db().execute(
                        "create table asset (id ${uuid} primary key, name ${text} not null unique)",
                        "create table uses (id ${identity}, asset_id ${uuid} not null references asset (id))",
                        "insert into asset values ('" + one + "', 'a')",
                        "insert into asset values ('" + two + "', 'b')");
        complete(merging(new TestBackup()
                        .table(
                                "asset",
                                "{'id':'" + one + "','name':'c'}",
                                "{'id':'" + two + "','name':'a'}",
                                "{'id':'00000000-0000-4000-8000-000000000003','name':'d'}")
                        .table(
                                "uses",
                                "{'id':1,'asset_id':'" + one + "'}",
                                "{'id':2,'asset_id':'" + two + "'}",
                                "{'id':3,'asset_id':'00000000-0000-4000-8000-000000000003'}"))
                .naturalKey("asset", "name"));
        assertThat(db().rows("select u.id, a.name from uses u join asset a on a.id = u.asset_id order by 1"))
                .containsExactly("1|c", "2|a", "3|d");
        assertThat(db().rows("select count(*) from asset")).containsExactly("4");
        assertThat(db().rows("select name from asset where id = '" + one + "'")).containsExactly("a");
        assertThat(db().rows("select name from asset where id = '00000000-0000-4000-8000-000000000003'"))
                .containsExactly("d");
    }

    @Test
    default void withoutANaturalKeyRowsAreFoundByTheirPrimaryKey() throws Exception {
        db().execute(
                        "create table plain (id ${bigint} primary key, a ${text}, b ${text})",
                        "insert into plain values (1, 'x', 'y')",
                        "insert into plain values (2, 'x', 'y')");
        RestoreReport report = complete(merging(
                new TestBackup().table("plain", "{'id':2,'a':'z'}", "{'id':3,'b':'w'}", "{'id':1,'a':'x','b':'y'}")));
        assertThat(db().rows("select * from plain order by id")).containsExactly("1|x|y", "2|z|y", "3|∅|w");
        assertThat(List.of(
                        report.totals().inserted(),
                        report.totals().updated(),
                        report.totals().unchanged()))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    default void aTableWithoutAPrimaryKeyIsFoundByItsUniqueOne() throws Exception {
        db().execute(
                        "create table setting (name ${text} not null unique, content ${text})",
                        "insert into setting values ('a', 'old')",
                        "insert into setting values ('b', 'old')");
        complete(merging(
                new TestBackup().table("setting", "{'name':'a','content':'new'}", "{'name':'c','content':'new'}")));
        assertThat(db().rows("select * from setting order by name")).containsExactly("a|new", "b|old", "c|new");
    }

    /** A key may lead over one that is declared after it. */
    @Test
    default void declarationsCountInAnyOrder() throws Exception {
        db().execute(
                        "create table org (id ${identity}, name ${text} not null unique, short ${text} unique)",
                        "create table team (id ${identity}, org_id ${bigint} references org (id), code ${text})",
                        "insert into org (name, short) values ('x', 'X')",
                        "insert into org (name, short) values ('y', 'Y')",
                        "insert into team (org_id, code) values (2, 'a')");
        complete(merging(new TestBackup()
                        .table("org", "{'id':2,'name':'x','short':'Y'}", "{'id':1,'name':'y','short':'Z'}")
                        .table("team", "{'id':9,'org_id':1,'code':'a'}"))
                .naturalKey("team", "org_id", "code")
                .naturalKey("org", "name")
                .onMatch("org", Existing.SKIP));
        assertThat(db().rows("select id, org_id, code from team")).containsExactly("1|2|a");
    }

    /** What the rows of the backup do not carry cannot tell which rows they are. */
    @Test
    default void aKeyThatTheBackupDoesNotCarryIsNotTaken() throws Exception {
        db().execute(
                        "create table account (id ${identity}, mail ${text} unique, age ${bigint})",
                        "insert into account (mail, age) values ('e@x', 1)");
        TestBackup backup = new TestBackup().table("account", "{'id':1,'age':30}", "{'id':2,'age':40}");
        complete(merging(backup));
        assertThat(db().rows("select id, mail, age from account order by id")).containsExactly("1|e@x|30", "2|∅|40");
        PlanException failure =
                failsWithoutTrace(PlanException.class, merging(backup).naturalKey("account", "mail")::run);
        assertThat(failure).hasMessageContaining("do not carry");
    }

    @Test
    default void computedColumnsAreNoNaturalKeys() throws Exception {
        db().execute(
                        "create table article (id ${bigint} primary key, net ${bigint}, "
                                + "gross ${bigint} generated always as (net + 1) ${stored}, unique (gross))",
                        "insert into article (id, net) values (1, 1)");
        TestBackup backup = new TestBackup().table("article", "{'id':1,'net':5}");
        complete(merging(backup));
        assertThat(db().rows("select id, net, gross from article")).containsExactly("1|5|6");
        assertThat(failsWithoutTrace(PlanException.class, merging(backup).naturalKey("article", "gross")::run))
                .hasMessageContaining("computed");
    }

    /** The roots of a tree have no parents, and are told apart by the rest of their key. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void rootsOfATreeAreFoundByTheRestOfTheirKey(boolean declared) throws Exception {
        db().execute(
                        "create table folder (id ${identity}, parent_id ${bigint} references folder (id), name ${text} not null, "
                                + "unique (parent_id, name))",
                        "insert into folder (parent_id, name) values (null, 'r')",
                        "insert into folder (parent_id, name) values (1, 'x')",
                        "insert into folder (parent_id, name) values (null, 'q')");
        Restore restore = merging(new TestBackup()
                .table(
                        "folder",
                        "{'id':30,'parent_id':20,'name':'y'}",
                        "{'id':3,'parent_id':null,'name':'r'}",
                        "{'id':20,'parent_id':3,'name':'x'}",
                        "{'id':1,'parent_id':null,'name':'q'}"));
        complete(declared ? restore.naturalKey("folder", "parent_id", "name") : restore);
        assertThat(db().rows("select id, parent_id, name from folder order by id"))
                .containsExactly("1|∅|r", "2|1|x", "3|∅|q", "30|2|y");
    }

    /** A unique key may have null in a part of it more than once: it tells a row where it does not. */
    @Test
    default void aKeyWithANullIsOneRowsWhereOneRowHasIt() throws Exception {
        db().execute(
                        "create table account (id ${identity}, name ${text}, gone ${bigint}, note ${text}, unique (name, gone))",
                        "insert into account (name, gone, note) values ('a', null, 'old')",
                        "insert into account (name, gone, note) values ('a', 7, 'old')",
                        "insert into account (name, gone, note) values ('b', null, 'old')",
                        "insert into account (name, gone, note) values ('b', null, 'old')");
        complete(merging(new TestBackup()
                .table(
                        "account",
                        "{'id':11,'name':'a','gone':null,'note':'live'}",
                        "{'id':12,'name':'a','gone':7,'note':'gone'}",
                        "{'id':4,'name':'b','gone':null,'note':'same number'}",
                        "{'id':13,'name':'b','gone':null,'note':'another'}")));
        assertThat(db().rows("select id, name, gone, note from account order by id"))
                .containsExactly("1|a|∅|live", "2|a|7|gone", "3|b|∅|old", "4|b|∅|same number", "13|b|∅|another");
    }
}
