package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever refers to a row goes along with it, whatever key it has in the end. */
interface MergeReferenceContract extends MergeCase {

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
