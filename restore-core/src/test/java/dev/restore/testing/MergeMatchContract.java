package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.Triggers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found among those of the target by what tells them apart, and whoever refers to them goes along. */
interface MergeMatchContract extends ContractCase {

    /** Begins a merge of a backup. */
    default Restore merging(TestBackup backup) throws IOException {
        return freshly(backup).mode(Mode.MERGE);
    }

    /** Runs a restore that loses nothing. */
    default RestoreReport complete(Restore restore) {
        RestoreReport report = restore.run();
        assertThat(report.outcome()).as(report.text()).isEqualTo(Outcome.COMPLETE);
        assertAccounted(report);
        return report;
    }

    /** Checks that each row of the backup is somewhere. */
    default void assertAccounted(RestoreReport report) {
        for (TableReport table : report.tables()) {
            assertThat(table.inserted() + table.updated() + table.unchanged() + table.filtered() + table.rejected())
                    .as(table.toString())
                    .isEqualTo(table.read());
            assertThat(List.of(
                            table.inserted(), table.updated(), table.unchanged(), table.filtered(), table.rejected()))
                    .as(table.toString())
                    .allMatch(rows -> rows >= 0);
        }
    }

    /** Creates people of whom two have come back under other numbers, and their posts. */
    default void createBlog() throws SQLException {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique, age ${bigint})",
                        "create table post (id ${identity}, author_id ${bigint} not null references person (id), "
                                + "editor_id ${bigint} references person (id), title ${text} not null)",
                        "insert into person (name, age) values ('root', 1)",
                        "insert into person (name, age) values ('bob', 2)",
                        "insert into post (author_id, title) values (1, 'welcome')");
    }

    /** Returns a backup of other people under the same numbers. */
    default TestBackup blog() {
        return new TestBackup()
                .table(
                        "person",
                        "{'id':1,'name':'ann','age':30}",
                        "{'id':2,'name':'root','age':31}",
                        "{'id':7,'name':'bob','age':32}",
                        "{'id':9,'name':'cy','age':33}")
                .table(
                        "post",
                        "{'id':1,'author_id':1,'editor_id':2,'title':'one'}",
                        "{'id':5,'author_id':2,'editor_id':null,'title':'two'}",
                        "{'id':6,'author_id':7,'editor_id':9,'title':'three'}");
    }

    private List<String> people() throws SQLException {
        return db().rows("select name, age from person order by name");
    }

    private List<String> posts() throws SQLException {
        return db().rows("select p.title, a.name, e.name from post p join person a on a.id = p.author_id "
                + "left join person e on e.id = p.editor_id order by p.title");
    }

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

    /** Checks that a statement is refused. */
    default void assertForeignKeysBite(String statement) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> db().execute(statement)))
                .isInstanceOf(SQLException.class);
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
    default void compositeKeysAreRewrittenAsAWhole() throws Exception {
        db().execute(
                        "create table tenant (id ${identity}, name ${text} not null unique)",
                        "create table node (tenant_id ${bigint} not null references tenant (id), no ${bigint} not null, "
                                + "title ${text}, up ${bigint}, primary key (tenant_id, no), "
                                + "foreign key (tenant_id, up) references node (tenant_id, no))",
                        "create table leaf (id ${identity}, tenant_id ${bigint}, node_no ${bigint}, "
                                + "foreign key (tenant_id, node_no) references node (tenant_id, no))",
                        "insert into tenant (name) values ('x')",
                        "insert into tenant (name) values ('y')",
                        "insert into node values (1, 1, 'x1', null)",
                        "insert into node values (2, 1, 'y1', null)");
        complete(merging(new TestBackup()
                .table("tenant", "{'id':1,'name':'y'}", "{'id':2,'name':'z'}", "{'id':3,'name':'x'}")
                .table(
                        "node",
                        "{'tenant_id':1,'no':1,'title':'Y1','up':2}",
                        "{'tenant_id':1,'no':2,'title':'Y2','up':null}",
                        "{'tenant_id':2,'no':1,'title':'Z1','up':null}",
                        "{'tenant_id':3,'no':1,'title':'X1','up':1}")
                .table(
                        "leaf",
                        "{'id':1,'tenant_id':1,'node_no':2}",
                        "{'id':2,'tenant_id':2,'node_no':1}",
                        "{'id':3,'tenant_id':3,'node_no':1}",
                        "{'id':4,'tenant_id':3,'node_no':null}")));
        assertThat(
                        db().rows(
                                        "select t.name, n.no, n.title, n.up from node n join tenant t on t.id = n.tenant_id order by 1, 2"))
                .containsExactly("x|1|X1|1", "y|1|Y1|2", "y|2|Y2|∅", "z|1|Z1|∅");
        assertThat(
                        db().rows(
                                        "select l.id, n.title from leaf l left join node n on n.tenant_id = l.tenant_id and n.no = l.node_no order by 1"))
                .containsExactly("1|Y2", "2|Z1", "3|X1", "4|∅");
    }

    /** A column is part of a composite reference that may be absent, and a reference of its own. */
    @Test
    default void aColumnOfTwoReferencesFollowsTheOneThatIsThere() throws Exception {
        db().execute(
                        "create table tenant (id ${identity}, name ${text} not null unique)",
                        "create table item (tenant_id ${bigint} not null references tenant (id), no ${bigint} not null, "
                                + "primary key (tenant_id, no))",
                        "create table note (id ${identity}, tenant_id ${bigint} not null, item_no ${bigint}, "
                                + "foreign key (tenant_id, item_no) references item (tenant_id, no), "
                                + "foreign key (tenant_id) references tenant (id))",
                        "create table memo (id ${identity}, tenant_id ${bigint} not null, item_no ${bigint}, "
                                + "foreign key (tenant_id) references tenant (id), "
                                + "foreign key (tenant_id, item_no) references item (tenant_id, no))",
                        "insert into tenant (name) values ('other')",
                        "insert into tenant (name) values ('mine')");
        String[] rows = {"{'id':1,'tenant_id':1,'item_no':1}", "{'id':2,'tenant_id':1,'item_no':null}"};
        complete(merging(new TestBackup()
                .table("tenant", "{'id':1,'name':'mine'}")
                .table("item", "{'tenant_id':1,'no':1}")
                .table("note", rows)
                .table("memo", rows)));
        for (String table : List.of("note", "memo")) {
            assertThat(db().rows("select n.id, t.name, n.item_no from " + table
                            + " n join tenant t on t.id = n.tenant_id order by 1"))
                    .as(table)
                    .containsExactly("1|mine|1", "2|mine|∅");
        }
    }

    @Test
    default void referencesToThemselvesAndRoundInCirclesAreRewritten() throws Exception {
        db().execute(
                        "create table unit (id ${identity}, name ${text} not null unique, up ${bigint} references unit (id), head ${bigint}"
                                + (db().can(TestDatabase.Ability.ALTER_ADDS_CONSTRAINTS)
                                        ? ""
                                        : " references worker (id)")
                                + ")",
                        "create table worker (id ${identity}, name ${text} not null unique, unit_id ${bigint} references unit (id))");
        if (db().can(TestDatabase.Ability.ALTER_ADDS_CONSTRAINTS)) {
            db().execute("alter table unit add foreign key (head) references worker (id)");
        }
        db().execute(
                        "insert into unit (name) values ('a')",
                        "insert into unit (name) values ('b')",
                        "insert into worker (name, unit_id) values ('w1', 1)",
                        "insert into worker (name, unit_id) values ('w2', 2)");
        complete(merging(new TestBackup()
                .table(
                        "unit",
                        "{'id':1,'name':'c','up':2,'head':1}",
                        "{'id':2,'name':'a','up':3,'head':2}",
                        "{'id':3,'name':'b','up':null,'head':3}",
                        "{'id':4,'name':'d','up':4,'head':null}")
                .table(
                        "worker",
                        "{'id':1,'name':'w2','unit_id':3}",
                        "{'id':2,'name':'w3','unit_id':1}",
                        "{'id':3,'name':'w1','unit_id':4}")));
        assertThat(db().rows("select u.name, v.name, w.name from unit u left join unit v on v.id = u.up "
                        + "left join worker w on w.id = u.head order by 1"))
                .containsExactly("a|b|w3", "b|∅|w1", "c|a|w2", "d|d|∅");
        assertThat(db().rows("select w.name, u.name from worker w join unit u on u.id = w.unit_id order by 1"))
                .containsExactly("w1|d", "w2|b", "w3|c");
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
    default void inheritedKeysGoWithTheirParents() throws Exception {
        db().execute(
                        "create table page (id ${identity}, slug ${text} not null unique)",
                        "create table article (page_id ${bigint} primary key references page (id), body ${text})",
                        "create table remark (id ${identity}, article_id ${bigint} not null references article (page_id))",
                        "insert into page (slug) values ('a')",
                        "insert into page (slug) values ('b')",
                        "insert into article values (2, 'old b')");
        TestBackup backup = new TestBackup()
                .table("remark", "{'id':1,'article_id':1}", "{'id':2,'article_id':2}", "{'id':3,'article_id':3}")
                .table("article", "{'page_id':1,'body':'B'}", "{'page_id':2,'body':'C'}", "{'page_id':3,'body':'A'}")
                .table("page", "{'id':1,'slug':'b'}", "{'id':2,'slug':'c'}", "{'id':3,'slug':'a'}");
        complete(merging(backup));
        List<String> expected = List.of("1|B|b", "2|C|c", "3|A|a");
        String query = "select r.id, a.body, p.slug from remark r join article a on a.page_id = r.article_id "
                + "join page p on p.id = a.page_id order by 1";
        assertThat(db().rows(query)).isEqualTo(expected);
        assertThat(db().rows("select count(*) from article")).containsExactly("3");
    }

    /** Number 2 is another page here, and the one of the backup is not in it. */
    @Test
    default void anInheritedNumberThatTheBackupDoesNotHoldIsNobodyElses() throws Exception {
        db().execute(
                        "create table page (id ${identity}, slug ${text} not null unique)",
                        "create table article (page_id ${bigint} primary key references page (id), body ${text})",
                        "create table remark (id ${identity}, article_id ${bigint} references article (page_id))",
                        "insert into page (slug) values ('a')",
                        "insert into page (slug) values ('b')",
                        "insert into article values (2, 'old b')");
        Restore restore = merging(new TestBackup()
                .table("page", "{'id':1,'slug':'b'}", "{'id':2,'slug':'c'}")
                .table("article", "{'page_id':1,'body':'B'}")
                .table("remark", "{'id':1,'article_id':1}", "{'id':2,'article_id':2}"));
        failsWithoutTrace(LoadException.class, restore::run);
        complete(restore.orphans(OrphanPolicy.NULL));
        assertThat(db().rows("select id, article_id from remark order by id")).containsExactly("1|2", "2|∅");
    }

    @Test
    default void joinTablesOfTheirOwnAreMerged() throws Exception {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique)",
                        "create table team (id ${identity}, name ${text} not null unique)",
                        "create table member (person_id ${bigint} not null references person (id), "
                                + "team_id ${bigint} not null references team (id), primary key (person_id, team_id))",
                        "create table friend (id ${identity}, one_id ${bigint} not null references person (id), "
                                + "other_id ${bigint} not null references person (id), unique (one_id, other_id))",
                        "insert into person (name) values ('a')",
                        "insert into person (name) values ('b')",
                        "insert into team (name) values ('t')",
                        "insert into member values (1, 1)",
                        "insert into friend (one_id, other_id) values (1, 2)");
        complete(merging(new TestBackup()
                .table("person", "{'id':1,'name':'b'}", "{'id':2,'name':'a'}", "{'id':3,'name':'c'}")
                .table("team", "{'id':1,'name':'u'}", "{'id':2,'name':'t'}")
                .table(
                        "member",
                        "{'person_id':2,'team_id':2}",
                        "{'person_id':1,'team_id':1}",
                        "{'person_id':3,'team_id':2}")
                .table("friend", "{'id':1,'one_id':1,'other_id':2}", "{'id':2,'one_id':2,'other_id':1}")));
        assertThat(db().rows("select p.name, t.name from member m join person p on p.id = m.person_id "
                        + "join team t on t.id = m.team_id order by 1, 2"))
                .containsExactly("a|t", "b|u", "c|t");
        assertThat(db().rows("select p.name, q.name from friend f join person p on p.id = f.one_id "
                        + "join person q on q.id = f.other_id order by 1, 2"))
                .containsExactly("a|b", "b|a");
    }

    private void createClub() throws SQLException {
        db().execute(
                        "create table club_person (id ${identity}, name ${text} not null unique)",
                        "create table club_team (id ${identity}, name ${text} not null unique, note ${text})",
                        "create table club_team_people (id ${identity}, team_id ${bigint} not null references club_team (id), "
                                + "person_id ${bigint} not null references club_person (id), unique (team_id, person_id))",
                        "insert into club_person (name) values ('a')",
                        "insert into club_person (name) values ('b')",
                        "insert into club_team (name) values ('t')",
                        "insert into club_team (name) values ('u')",
                        "insert into club_team_people (team_id, person_id) values (1, 1)",
                        "insert into club_team_people (team_id, person_id) values (1, 2)",
                        "insert into club_team_people (team_id, person_id) values (2, 1)");
    }

    private TestBackup club() {
        return new TestBackup()
                .table("club_person", "{'id':1,'name':'b'}", "{'id':2,'name':'c'}", "{'id':3,'name':'a'}")
                .table(
                        "club_team",
                        "{'id':5,'name':'t','note':'new','people':[2,1]}",
                        "{'id':6,'name':'v','people':[3]}");
    }

    private List<String> memberships() throws SQLException {
        return db().rows("select t.name, p.name from club_team_people m join club_person p on p.id = m.person_id "
                + "join club_team t on t.id = m.team_id order by 1, 2");
    }

    @Test
    default void aListReplacesTheListThatIsThere() throws Exception {
        createClub();
        Path dump = java.nio.file.Files.writeString(temp().resolve("dump.json"), club().djangoArray());
        for (int run = 0; run < 2; run++) {
            complete(restore(dump).mode(Mode.MERGE));
            assertThat(memberships()).containsExactly("t|b", "t|c", "u|a", "v|a");
        }
    }

    @Test
    default void aRowThatStaysKeepsItsList() throws Exception {
        createClub();
        Path dump = java.nio.file.Files.writeString(temp().resolve("dump.json"), club().djangoArray());
        complete(restore(dump).mode(Mode.MERGE).onMatch("club_team", Existing.SKIP));
        assertThat(memberships()).containsExactly("t|a", "t|b", "u|a", "v|a");
        assertThat(db().rows("select name, note from club_team order by name")).containsExactly("t|∅", "u|∅", "v|∅");
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

    @Test
    default void columnsWithoutForeignKeysAreLedIfTheyAreDeclared() throws Exception {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique)",
                        "create table log (id ${identity}, person_id ${bigint}, note ${text})",
                        "insert into person (name) values ('a')",
                        "insert into person (name) values ('b')");
        complete(merging(new TestBackup()
                        .table("log", "{'id':1,'person_id':1}", "{'id':2,'person_id':2}", "{'id':3,'person_id':null}")
                        .table("person", "{'id':1,'name':'b'}", "{'id':2,'name':'a'}"))
                .reference("log.person_id", "person"));
        assertThat(db().rows("select id, person_id from log order by id")).containsExactly("1|2", "2|1", "3|∅");
    }

    @Test
    default void whatIsEmptyIsReplacedAndWhatIsNotIsMerged() throws Exception {
        createBlog();
        db().execute("delete from post", "delete from person");
        Restore restore = freshly(blog()).mode(Mode.AUTO).naturalKey("post", "title");
        assertThat(restore.plan().mode()).isEqualTo(Mode.REPLACE);
        complete(restore);
        assertThat(db().rows("select id, name from person order by id"))
                .containsExactly("1|ann", "2|root", "7|bob", "9|cy");
        db().execute("insert into person (id, name) values (20, 'own')", "update person set name = 'zed' where id = 9");
        assertThat(restore.plan().mode()).isEqualTo(Mode.MERGE);
        complete(restore);
        assertThat(people()).containsExactly("ann|30", "bob|32", "cy|33", "own|∅", "root|31", "zed|33");
        assertThat(posts()).containsExactly("one|ann|root", "three|bob|cy", "two|root|∅");
    }

    @Test
    default void theWayBackFromAMergePutsEverythingBack() throws Exception {
        createBlog();
        DatabaseState before = DatabaseState.of(db());
        Path safety = temp().resolve("before.tar.gz");
        complete(merging(blog()).naturalKey("post", "title").safetyBackup(safety));
        assertThat(people()).hasSize(4);
        Restore.undo(safety).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void aCallersTransactionStaysOpenAndKeepsNothingOfTheStage(boolean commit) throws Exception {
        createBlog();
        DatabaseState before = DatabaseState.of(db());
        Path backup = blog().directory(temp().resolve("backup"));
        try (Connection connection = db().dataSource().getConnection()) {
            List<String> tables = tablesOf(connection);
            connection.setAutoCommit(false);
            Restore.from(backup)
                    .into(connection)
                    .mode(Mode.MERGE)
                    .naturalKey("post", "title")
                    .run();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(db().rows(connection, "select count(*) from person")).containsExactly("4");
            assertThat(tablesOf(connection)).isEqualTo(tables);
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
            assertThat(tablesOf(connection)).isEqualTo(tables);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (commit) {
            assertThat(posts()).hasSize(4);
        } else {
            DatabaseState.of(db()).assertSameButNumbersAs(before);
        }
    }

    private static List<String> tablesOf(Connection connection) throws SQLException {
        List<String> names = new java.util.ArrayList<>();
        try (java.sql.ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME")
                        .toLowerCase(java.util.Locale.ROOT)
                        .startsWith("restore_")) {
                    names.add(tables.getString("TABLE_NAME"));
                }
            }
        }
        return names;
    }

    @Test
    default void triggersFireOrAreSuppressedAsTheyAreToldTo() throws Exception {
        createBlog();
        db().execute("create table audit (note ${text})");
        db().execute(db().auditTrigger("person"));
        complete(merging(blog()).naturalKey("post", "title").triggers(Triggers.FIRE));
        assertThat(db().rows("select count(*) from audit")).containsExactly("2");
        if (db().can(TestDatabase.Ability.SUPPRESSES_TRIGGERS)) {
            db().execute(
                            "delete from person where name = 'nobody'",
                            "delete from audit",
                            "delete from post",
                            "delete from person");
            complete(merging(blog()).naturalKey("post", "title").triggers(Triggers.SUPPRESS));
            assertThat(db().rows("select count(*) from audit")).containsExactly("0");
        }
    }

    /** The tree is as deep as it has rows, and its rows come in an order that helps nobody. */
    @Test
    default void aDeepTreeOfCompositeKeysIsMerged() throws Exception {
        db().execute(
                        "create table tenant (id ${identity}, name ${text} not null unique)",
                        "create table node (tenant_id ${bigint} not null references tenant (id), no ${bigint} not null, "
                                + "up ${bigint}, primary key (tenant_id, no), "
                                + "foreign key (tenant_id, up) references node (tenant_id, no))",
                        "insert into tenant (name) values ('other')",
                        "insert into node values (1, 1, null)");
        String[] rows = java.util.stream.IntStream.rangeClosed(1, 60)
                .mapToObj(n -> "{'tenant_id':1,'no':" + n + ",'up':" + (n % 60 + 1) + "}")
                .toArray(String[]::new);
        complete(merging(
                new TestBackup().table("tenant", "{'id':1,'name':'mine'}").table("node", rows)));
        assertThat(db().rows("select count(*) from node n join node u on u.tenant_id = n.tenant_id and u.no = n.up "
                        + "join tenant t on t.id = n.tenant_id where t.name = 'mine'"))
                .containsExactly("60");
        assertThat(db().rows("select no, up from node where tenant_id = 1")).containsExactly("1|∅");
    }

    /** Names that a merge uses for itself may be those of tables and columns. */
    @Test
    default void tablesAndColumnsMayHaveAnyName() throws Exception {
        for (String name : List.of("s", "t", "x", "q", "p", "m0", "restore_row")) {
            String table = db().quote(name);
            db().execute(
                            "create table " + table + " (" + db().quote("k0") + " ${identity}, "
                                    + db().quote("restore_row")
                                    + " ${text} not null unique, " + db().quote("v0") + " ${bigint} references " + table
                                    + " ("
                                    + db().quote("k0") + "), " + db().quote("restore_found") + " ${text})",
                            "insert into " + table + " (" + db().quote("restore_row") + ") values ('a')",
                            "insert into " + table + " (" + db().quote("restore_row") + ") values ('b')");
            complete(merging(new TestBackup()
                    .table(
                            name,
                            "{'k0':1,'restore_row':'b','v0':2,'restore_found':'B'}",
                            "{'k0':2,'restore_row':'c','v0':1,'restore_found':'C'}")));
            assertThat(db().rows("select s." + db().quote("restore_row") + ", u." + db().quote("restore_row") + ", s."
                            + db().quote("restore_found") + " from " + table + " s left join " + table + " u on u."
                            + db().quote("k0") + " = s." + db().quote("v0") + " order by 1"))
                    .containsExactly("a|∅|∅", "b|c|B", "c|b|C");
        }
    }

    /** Creates a tenant's accounts, and items that refer to an account by its tenant and something more. */
    private void createTenants(String account, String tenant) throws SQLException {
        db().execute(
                        "create table tenant (id ${identity}, slug ${text} not null unique)",
                        "create table account (id ${bigint} not null primary key, tenant_id ${bigint} not null references tenant (id), "
                                + "name ${text} not null, unique (tenant_id, id), unique (tenant_id, name))",
                        "create table item (id ${identity}, tenant_id ${bigint} not null" + tenant
                                + ", account ${" + (account.equals("id") ? "bigint" : "text")
                                + "} not null, title ${text} not null, "
                                + "foreign key (tenant_id, account) references account (tenant_id, " + account + "))",
                        "insert into tenant (slug) values ('first')",
                        "insert into tenant (slug) values ('zoo')",
                        "insert into account (id, tenant_id, name) values (1, 2, 'zed')");
    }

    @ParameterizedTest
    @ValueSource(strings = {" references tenant (id)", ""})
    default void aReferenceByThePrimaryKeyAndMoreIsLedAsAWhole(String tenant) throws Exception {
        createTenants("id", tenant);
        complete(merging(new TestBackup()
                        .table("tenant", "{'id':1,'slug':'zoo'}", "{'id':2,'slug':'new'}")
                        .table("account", "{'id':1,'tenant_id':1,'name':'ann'}", "{'id':5,'tenant_id':2,'name':'bob'}")
                        .table(
                                "item",
                                "{'id':1,'tenant_id':1,'account':1,'title':'of ann'}",
                                "{'id':2,'tenant_id':2,'account':5,'title':'of bob'}"))
                .naturalKey("account", "tenant.slug", "name"));
        assertThat(db().rows("select i.title, a.name, t.slug from item i join account a on a.id = i.account"
                        + " and a.tenant_id = i.tenant_id join tenant t on t.id = i.tenant_id order by 1"))
                .containsExactly("of ann|ann|zoo", "of bob|bob|new");
    }

    @Test
    default void aReferenceByAUniqueKeyFollowsWhatThatKeyRefersTo() throws Exception {
        createTenants("name", "");
        complete(merging(new TestBackup()
                        .table("tenant", "{'id':1,'slug':'zoo'}", "{'id':2,'slug':'new'}")
                        .table("account", "{'id':8,'tenant_id':1,'name':'zed'}", "{'id':9,'tenant_id':2,'name':'zed'}")
                        .table(
                                "item",
                                "{'id':1,'tenant_id':1,'account':'zed','title':'there'}",
                                "{'id':2,'tenant_id':2,'account':'zed','title':'new'}"))
                .naturalKey("account", "tenant.slug", "name"));
        assertThat(db().rows("select i.title, t.slug from item i join account a on a.name = i.account"
                        + " and a.tenant_id = i.tenant_id join tenant t on t.id = i.tenant_id order by 1"))
                .containsExactly("new|new", "there|zoo");
    }
}
