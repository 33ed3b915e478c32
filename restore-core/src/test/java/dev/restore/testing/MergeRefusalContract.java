package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RowError;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a merge refuses, it names by its place in the backup, and the target stays as it was. */
interface MergeRefusalContract extends MergeCase {

    /** Checks that the first of some rows is refused by its place, and then set aside with others while the rest goes in. */
    default RestoreReport refusesAt(Restore restore, TestBackup backup, String table, Integer... rows)
            throws Exception {
        LoadException failure = failsWithoutTrace(LoadException.class, restore::run);
        assertThat(failure.row().table()).isEqualToIgnoringCase(table);
        assertThat(failure.row().row()).isEqualTo(rows[0].longValue());
        assertThat(failure.row().offset()).isEqualTo(backup.offsetInArray(table, rows[0]));
        RestoreReport report = restore.onRowError(RowErrors.reject())
                .rejectsTo(temp().resolve("rejects"))
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertAccounted(report);
        assertThat(report.rejects().stream().filter(row -> row.table().equalsIgnoreCase(table)))
                .extracting(RowError::row)
                .containsExactlyElementsOf(
                        List.of(rows).stream().map(Integer::longValue).sorted().toList());
        assertThat(Files.readAllLines(temp().resolve("rejects").resolve(table + ".ndjson")))
                .hasSize(rows.length);
        return report;
    }

    private void createShop() throws SQLException {
        db().execute(
                        "create table kind (id ${identity}, name ${text} not null unique)",
                        "create table item (id ${identity}, code ${text} not null unique, kind_id ${bigint} references kind (id), "
                                + "price ${bigint} not null check (price > 0), label ${text}, other ${text})",
                        "create table sale (id ${identity}, item_id ${bigint} not null references item (id))",
                        "create unique index item_label on item (label)",
                        "insert into kind (name) values ('k')",
                        "insert into item (code, kind_id, price, label) values ('a', 1, 10, 'A')",
                        "insert into item (code, kind_id, price, label) values ('b', 1, 10, 'B')",
                        "insert into sale (item_id) values (1)");
    }

    private TestBackup shop(String... items) {
        return new TestBackup()
                .table("kind", "{'id':1,'name':'l'}", "{'id':2,'name':'k'}")
                .table("item", items)
                .table("sale", "{'id':11,'item_id':1}", "{'id':12,'item_id':2}", "{'id':13,'item_id':3}");
    }

    private Restore shopping(TestBackup backup) throws Exception {
        return merging(backup).naturalKey("item", "code");
    }

    private List<String> sales() throws SQLException {
        return db().rows("select s.id, i.code from sale s join item i on i.id = s.item_id order by 1");
    }

    @Test
    default void aValueThatATriggerChangesIsFoundWhereContentIsVerified() throws Exception {
        createShop();
        db().execute(db().updateTrigger("item", "update item set price = 1000 where code = 'c'"));
        TestBackup backup =
                shop("{'id':1,'code':'c','kind_id':1,'price':5}", "{'id':2,'code':'d','kind_id':2,'price':6}");
        Restore restore = shopping(backup).orphans(OrphanPolicy.REJECT).verify(Verify.CONTENT);
        List<String> before = db().rows("select code, price from item order by 1");
        VerificationException failure = failsWithoutTrace(VerificationException.class, restore::run);
        assertThat(failure).message().containsIgnoringCase("item in 1 row").doesNotContainPattern("\\b1000\\b");
        assertThat(db().rows("select code, price from item order by 1")).isEqualTo(before);
    }

    @Test
    default void aRowThatBreaksACheckIsNamedAndSetAsideWithThoseThatReferToIt() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','kind_id':1,'price':5}",
                "{'id':2,'code':'d','kind_id':2,'price':-5}",
                "{'id':3,'code':'a','kind_id':1,'price':7}");
        refusesAt(shopping(backup), backup, "item", 2);
        assertThat(sales()).containsExactly("1|a", "11|c", "13|a");
        assertThat(Files.readString(temp().resolve("rejects").resolve("item.ndjson")))
                .contains("\"id\":2", "\"kind_id\":2", "\"price\":-5")
                .doesNotContain("restore_");
        assertThat(Files.readAllLines(temp().resolve("rejects").resolve("sale.ndjson")))
                .hasSize(1);
    }

    @Test
    default void anUpdateThatBreaksACheckIsNamed() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','kind_id':1,'price':5}",
                "{'id':2,'code':'b','kind_id':2,'price':-5}",
                "{'id':3,'code':'a','kind_id':1,'price':0}");
        refusesAt(shopping(backup), backup, "item", 2, 3);
        assertThat(sales()).containsExactly("1|a", "11|c");
        assertThat(db().rows("select code, price from item order by code")).containsExactly("a|10", "b|10", "c|5");
    }

    @Test
    default void aMissingValueIsNamed() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','kind_id':1,'price':null}",
                "{'id':2,'code':'d','kind_id':1,'price':5}",
                "{'id':3,'code':'e','kind_id':1,'price':5}");
        refusesAt(shopping(backup), backup, "item", 1);
        assertThat(sales()).containsExactly("1|a", "12|d", "13|e");
    }

    @Test
    default void aUniqueValueOfAnotherRowIsAProblemAndNeverASecondRow() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','kind_id':1,'price':5,'label':'A'}",
                "{'id':2,'code':'a','kind_id':1,'price':5,'label':'B'}",
                "{'id':3,'code':'e','kind_id':1,'price':5,'label':'E'}");
        // Only when the second is set aside does the first collide with a row that stays as it is.
        refusesAt(shopping(backup), backup, "item", 2, 1);
        assertThat(sales()).containsExactly("1|a", "13|e");
    }

    /** Values that change hands are no conflict. */
    @Test
    default void uniqueValuesMayChangeHands() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','kind_id':1,'price':5,'label':'B'}",
                "{'id':2,'code':'b','kind_id':1,'price':5,'label':'X'}",
                "{'id':3,'code':'e','kind_id':1,'price':5,'label':'E'}");
        complete(shopping(backup));
        assertThat(db().rows("select code, label from item order by code")).containsExactly("a|A", "b|X", "c|B", "e|E");
    }

    /** Each of two rows would have to go before the other. */
    @Test
    default void rowsThatExchangeUniqueValuesAreNamedWithWhatToDo() throws Exception {
        db().execute(
                        "create table account (id ${identity}, name ${text} not null unique, age ${bigint})",
                        "insert into account (name, age) values ('ann', 1)",
                        "insert into account (name, age) values ('bob', 2)");
        TestBackup backup =
                new TestBackup().table("account", "{'id':1,'name':'bob','age':20}", "{'id':2,'name':'ann','age':10}");
        Restore byNumber = merging(backup).naturalKey("account", "id");
        LoadException failure = failsWithoutTrace(LoadException.class, byNumber::run);
        assertThat(failure.row().row()).isEqualTo(1);
        assertThat(failure.row().reason())
                .contains("cannot exchange")
                .containsIgnoringCase("--natural-key account=name");
        complete(merging(backup).naturalKey("account", "name"));
        assertThat(db().rows("select id, name, age from account order by id")).containsExactly("1|ann|10", "2|bob|20");
    }

    @Test
    default void repeatedAndMissingNaturalKeysAreNamed() throws Exception {
        db().execute(
                        "create table item (id ${identity}, code ${text}, note ${text})",
                        "insert into item (code, note) values ('a', 'old')");
        TestBackup backup = new TestBackup()
                .table(
                        "item",
                        "{'id':1,'code':'b','note':'1'}",
                        "{'id':2,'code':null,'note':'2'}",
                        "{'id':3,'code':'a','note':'3'}",
                        "{'id':4,'code':'b','note':'4'}",
                        "{'id':5,'note':'5'}");
        RestoreReport report = refusesAt(merging(backup).naturalKey("item", "code"), backup, "item", 2, 4, 5);
        assertThat(report.rejects()).extracting(RowError::reason).allMatch(reason -> reason.matches("(?i).*code.*"));
        assertThat(db().rows("select code, note from item order by code")).containsExactly("a|3", "b|1");
    }

    @Test
    default void aRepeatedPrimaryKeyIsNamed() throws Exception {
        createShop();
        TestBackup backup = shop(
                "{'id':1,'code':'c','price':5}",
                "{'id':2,'code':'d','price':5}",
                "{'id':2,'code':'e','price':5}",
                "{'id':3,'code':'f','price':5}");
        refusesAt(shopping(backup), backup, "item", 3);
        assertThat(sales()).containsExactly("1|a", "11|c", "12|d", "13|f");
    }

    @Test
    default void aNaturalKeyThatTellsNothingInTheTargetIsRefused() throws Exception {
        db().execute(
                        "create table item (id ${identity}, code ${text}, part ${bigint})",
                        "insert into item (code, part) values ('a', 1)",
                        "insert into item (code, part) values ('a', 1)");
        TestBackup backup = new TestBackup().table("item", "{'id':7,'code':'b','part':1}");
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                () -> merging(backup).naturalKey("item", "code", "part").run());
        assertThat(failure.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.NATURAL_KEY);
        assertThat(failure.problems().get(0).message())
                .containsIgnoringCase("item")
                .containsIgnoringCase("code");
    }

    @Test
    default void allNaturalKeysThatTellNothingInTheTargetAreNamed() throws Exception {
        db().execute(
                        "create table item (id ${identity}, code ${text})",
                        "create table tag (id ${identity}, name ${text}, item_id ${bigint} references item (id))",
                        "insert into item (code) values ('a')",
                        "insert into item (code) values ('a')",
                        "insert into tag (name, item_id) values ('t', 1)",
                        "insert into tag (name, item_id) values ('t', 1)");
        TestBackup backup =
                new TestBackup().table("item", "{'id':7,'code':'b'}").table("tag", "{'id':7,'name':'u','item_id':7}");
        assertThat(merging(backup)
                        .naturalKey("item", "code")
                        .naturalKey("tag", "name", "item.code")
                        .plan()
                        .problems())
                .extracting(problem -> problem.subject().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("item", "tag");
    }

    @Test
    default void rowsThatMustNotBeThereAreNamed() throws Exception {
        createShop();
        TestBackup backup =
                shop("{'id':1,'code':'c','price':5}", "{'id':2,'code':'a','price':5}", "{'id':3,'code':'d','price':5}");
        refusesAt(shopping(backup).onMatch("item", Existing.REFUSE), backup, "item", 2);
        assertThat(sales()).containsExactly("1|a", "11|c", "13|d");
    }

    /** A key that is no number cannot be drawn anew. */
    @Test
    default void aTakenKeyThatIsNoNumberIsNamed() throws Exception {
        db().execute(
                        "create table doc (code ${text} not null primary key, slug ${text} unique)",
                        "create table loose (code ${text} primary key, slug ${text} unique)",
                        "insert into doc values ('x', 'old')",
                        "insert into loose values ('x', 'old')");
        String[] rows = {"{'code':'y','slug':'other'}", "{'code':'x','slug':'new'}"};
        for (String table : List.of("doc", "loose")) {
            TestBackup backup = new TestBackup().table(table, rows);
            LoadException failure = failsWithoutTrace(
                    LoadException.class,
                    () -> merging(backup).naturalKey(table, "slug").run());
            assertThat(failure.row().row()).isEqualTo(2);
            assertThat(failure.row().reason()).contains("key");
        }
    }

    /** A child that inherits its key and should be another one than the one that is there would be nobody's. */
    @Test
    default void anInheritedKeyIsNeverDrawnAnew() throws Exception {
        db().execute(
                        "create table page (id ${identity}, slug ${text} not null unique)",
                        "create table article (page_id ${bigint} primary key references page (id), body ${text})",
                        "insert into page (slug) values ('a')",
                        "insert into page (slug) values ('b')",
                        "insert into article values (1, 'old a')");
        TestBackup backup = new TestBackup()
                .table("page", "{'id':1,'slug':'b'}", "{'id':2,'slug':'a'}")
                .table("article", "{'page_id':1,'body':'B'}", "{'page_id':2,'body':'A'}");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> merging(backup).onMatch("article", Existing.ADD).run());
        assertThat(failure.row().table()).isEqualToIgnoringCase("article");
        assertThat(failure.row().row()).isEqualTo(2);
    }

    private TestBackup orphans() {
        return new TestBackup()
                .table("kind", "{'id':2,'name':'k'}", "{'id':3,'name':'l'}")
                .table(
                        "item",
                        "{'id':1,'code':'c','kind_id':1,'price':5}",
                        "{'id':2,'code':'d','kind_id':2,'price':5}",
                        "{'id':3,'code':'b','kind_id':99,'price':6}")
                .table("sale", "{'id':11,'item_id':1}", "{'id':12,'item_id':2}", "{'id':13,'item_id':3}");
    }

    /** Kind 1 is somebody in the target, and nobody in the backup. */
    @Test
    default void whatRefersToNothingFails() throws Exception {
        createShop();
        TestBackup backup = orphans();
        refusesAt(shopping(backup), backup, "item", 1, 3);
        assertThat(sales()).containsExactly("1|a", "12|d");
    }

    @Test
    default void whatRefersToNothingIsSetAside() throws Exception {
        createShop();
        Restore restore = shopping(orphans()).orphans(OrphanPolicy.REJECT);
        assertThat(restore.plan().problems()).isEmpty();
        RestoreReport report = restore.run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertAccounted(report);
        assertThat(sales()).containsExactly("1|a", "12|d");
        assertThat(report.rejects())
                .extracting(row -> row.table().toLowerCase(java.util.Locale.ROOT) + row.row())
                .containsExactlyInAnyOrder("item1", "item3", "sale1", "sale3");
    }

    @Test
    default void whatRefersToNothingRefersToNull() throws Exception {
        createShop();
        complete(shopping(orphans()).orphans("item.kind_id", OrphanPolicy.NULL));
        assertThat(sales()).containsExactly("1|a", "11|c", "12|d", "13|b");
        assertThat(db().rows("select i.code, k.name from item i left join kind k on k.id = i.kind_id order by 1"))
                .containsExactly("a|k", "b|∅", "c|∅", "d|k");
    }

    @Test
    default void aReferenceThatMustNotBeNullIsABadRow() throws Exception {
        createShop();
        TestBackup backup = new TestBackup()
                .table("item", "{'id':1,'code':'c','price':5}")
                .table("sale", "{'id':11,'item_id':1}", "{'id':12,'item_id':77}");
        refusesAt(shopping(backup).orphans(OrphanPolicy.NULL), backup, "sale", 2);
        assertThat(sales()).containsExactly("1|a", "11|c");
    }

    /** The table that they refer to is not in the backup, and what its numbers mean is the target's. */
    @Test
    default void orphansOfTablesThatTheBackupLacksAreTreatedTheSame() throws Exception {
        createShop();
        TestBackup backup = new TestBackup()
                .table(
                        "item",
                        "{'id':1,'code':'c','kind_id':1,'price':5}",
                        "{'id':2,'code':'d','kind_id':44,'price':5}");
        RestoreException failure = failsWithoutTrace(RestoreException.class, shopping(backup)::run);
        assertThat(failure).isInstanceOf(LoadException.class);
        RestoreReport report = shopping(backup).orphans(OrphanPolicy.REJECT).run();
        assertThat(report.rejects()).extracting(RowError::row).containsExactly(2L);
        assertAccounted(report);
        complete(shopping(backup).orphans(OrphanPolicy.NULL));
        assertThat(db().rows("select code, kind_id from item order by code"))
                .containsExactly("a|1", "b|1", "c|1", "d|∅");
    }

    @Test
    default void aKeyThatLeadsBackToItselfIsNamed() throws Exception {
        db().execute(
                        "create table folder (id ${identity}, parent_id ${bigint} references folder (id), name ${text} not null, "
                                + "unique (parent_id, name))");
        TestBackup backup = new TestBackup()
                .table(
                        "folder",
                        "{'id':1,'parent_id':null,'name':'root'}",
                        "{'id':2,'parent_id':3,'name':'a'}",
                        "{'id':3,'parent_id':2,'name':'b'}",
                        "{'id':4,'parent_id':1,'name':'c'}");
        refusesAt(merging(backup), backup, "folder", 2, 3);
        assertThat(db().rows("select name from folder order by name")).containsExactly("c", "root");
    }

    @Test
    default void whatAMergeCannotDoIsRefusedInThePlan() throws Exception {
        createShop();
        TestBackup backup = shop("{'id':1,'code':'c','price':5}");
        for (Restore restore : List.of(
                shopping(backup).resumable(),
                shopping(backup).naturalKey("item", "nothing"),
                shopping(backup).naturalKey("nothing", "code"),
                shopping(backup).onMatch("nothing", Existing.SKIP),
                shopping(backup).orphans("item.nothing", OrphanPolicy.NULL),
                shopping(backup).reference("item.nothing", "kind"))) {
            failsWithoutTrace(PlanException.class, restore::run);
        }
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> shopping(backup).onConflict(ConflictPolicy.skip()).run());
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> freshly(backup)
                        .mode(Mode.REPLACE)
                        .onMatch("item", Existing.SKIP)
                        .run());
    }

    @Test
    default void manyBadRowsAreAllNamed() throws Exception {
        createShop();
        StringBuilder expected = new StringBuilder();
        String[] items = new String[60];
        for (int i = 0; i < items.length; i++) {
            boolean bad = i % 7 == 3;
            items[i] = "{'id':" + (i + 100) + ",'code':'n" + i + "','price':" + (bad ? "-1" : "1") + "}";
            expected.append(bad ? "x" : "");
        }
        TestBackup backup = new TestBackup().table("item", items);
        RestoreReport report =
                shopping(backup).onRowError(RowErrors.reject()).batchRows(5).run();
        assertAccounted(report);
        assertThat(report.totals().rejected()).isEqualTo(expected.length());
        assertThat(report.totals().inserted()).isEqualTo(60 - expected.length());
    }

    /** What is said of one reference goes for the rows that refer to those that it sets aside, and for no others. */
    @Test
    default void rowsThatReferToASetAsideRowGoWithIt() throws Exception {
        createShop();
        TestBackup backup = orphans();
        RestoreReport report = shopping(backup)
                .orphans("item.kind_id", OrphanPolicy.REJECT)
                .rejectsTo(temp().resolve("aside"))
                .run();
        assertAccounted(report);
        assertThat(sales()).containsExactly("1|a", "12|d");
        assertThat(Files.readAllLines(temp().resolve("aside").resolve("sale.ndjson")))
                .hasSize(2);
        TestBackup other = orphans().table("sale", "{'id':11,'item_id':1}", "{'id':12,'item_id':55}");
        failsWithoutTrace(
                LoadException.class,
                () -> shopping(other)
                        .orphans("item.kind_id", OrphanPolicy.REJECT)
                        .run());
    }

    @Test
    default void aMissingParentIsCreatedWhereThatIsAskedFor() throws Exception {
        createShop();
        TestBackup backup = new TestBackup()
                .table(
                        "item",
                        "{'id':5,'code':'c','kind_id':['new'],'price':5}",
                        "{'id':6,'code':'d','kind_id':['k'],'price':5}")
                .table("sale", "{'id':11,'item_id':5}", "{'id':12,'item_id':6}");
        RestoreReport report = complete(shopping(backup).createMissing("kind"));
        assertThat(report.totals().inserted()).isEqualTo(4);
        assertThat(db().rows("select i.code, k.name from item i join kind k on k.id = i.kind_id order by 1"))
                .containsExactly("a|k", "b|k", "c|new", "d|k");
        db().execute("insert into kind (name) values ('next')");
    }

    @Test
    default void aMissingParentIsTheBackupsRowWhereItsTableIsLeftOut() throws Exception {
        db().execute(
                        "create table region (id ${identity}, name ${text} not null unique)",
                        "create table town (id ${identity}, name ${text} not null unique, size ${bigint},"
                                + " region_id ${bigint} references region (id), near_id ${bigint} references town (id))",
                        "create table house (id ${identity}, town_id ${bigint} references town (id), n ${bigint})",
                        "insert into region (name) values ('there')",
                        "insert into town (name, size) values ('there', 1)");
        TestBackup backup = new TestBackup()
                .table("region", "{'id':1,'name':'west'}", "{'id':2,'name':'east'}", "{'id':3,'name':'nobody'}")
                .table(
                        "town",
                        "{'id':1,'name':'a','size':5,'region_id':2,'near_id':4}",
                        "{'id':2,'name':'there','size':9,'region_id':null,'near_id':null}",
                        "{'id':3,'name':'not wanted','size':9,'region_id':3,'near_id':1}",
                        "{'id':4,'name':'near','size':6,'region_id':1,'near_id':1}")
                .table(
                        "house",
                        "{'id':1,'town_id':1,'n':1}",
                        "{'id':2,'town_id':2,'n':2}",
                        "{'id':3,'town_id':77,'n':3}");
        RestoreReport report = complete(
                merging(backup).only("house").createMissing("town", "region").defaultValue("town", "name", "made"));
        assertThat(
                        db().rows(
                                        "select h.n, t.name, t.size, r.name, u.name from house h left join town t on t.id = h.town_id"
                                                + " left join region r on r.id = t.region_id left join town u on u.id = t.near_id order by h.n"))
                .containsExactly("1|a|5|east|near", "2|there|1|∅|∅", "3|made|∅|∅|∅");
        assertThat(db().rows("select name from town order by name")).containsExactly("a", "made", "near", "there");
        assertThat(db().rows("select name from region order by name")).containsExactly("east", "there", "west");
        assertThat(report.tables().stream().filter(table -> table.table().equalsIgnoreCase("town")))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.read()).isEqualTo(4);
                    assertThat(table.inserted()).isEqualTo(2);
                    assertThat(table.unchanged()).isEqualTo(1);
                    assertThat(table.filtered()).isEqualTo(1);
                });
        assertThat(report.keys().stream().filter(table -> table.table().equalsIgnoreCase("town")))
                .singleElement()
                .satisfies(table -> assertThat(table.created()).isEqualTo(1));
    }

    /** Null by default is another thing than null by name. */
    @Test
    default void aRowThatLeavesItsKeyToADefaultIsNamed() throws Exception {
        db().execute(
                        "create table account (id ${identity}, mail ${text} default 'nobody' not null unique, age ${bigint})",
                        "insert into account (mail, age) values ('e@x', 1)");
        TestBackup backup = new TestBackup().table("account", "{'id':1,'age':30}", "{'id':2,'mail':'f@x','age':40}");
        refusesAt(merging(backup), backup, "account", 1);
        assertThat(db().rows("select mail, age from account order by mail")).containsExactly("e@x|1", "f@x|40");
    }

    /** In a database that was set up again a number is somebody else's, and that is seen where anything else tells who somebody is. */
    @Test
    default void aNumberOfSomebodyElseIsRefusedWhereSeveralKeysCouldTell() throws Exception {
        db().execute(
                        "create table account (id ${identity}, name ${text} unique, mail ${text} unique)",
                        "insert into account (name, mail) values ('root', 'root@x')",
                        "insert into account (name, mail) values ('bob', 'bob@x')");
        TestBackup backup = new TestBackup()
                .table(
                        "account",
                        "{'id':2,'name':'bob','mail':'new@x'}",
                        "{'id':1,'name':'ann','mail':'ann@x'}",
                        "{'id':3,'name':'root','mail':'r@x'}");
        Restore restore = merging(backup);
        assertThat(restore.plan().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .containsIgnoringCase("Row 2 ")
                        .containsIgnoringCase("account=name")
                        .containsIgnoringCase("account=mail")
                        .containsIgnoringCase("account=id"));
        assertThat(restore.plan().describe()).contains("as several keys could tell them apart");
        assertThat(failsWithoutTrace(LoadException.class, restore::run).row().row())
                .isEqualTo(2);
        complete(restore.naturalKey("account", "name"));
        assertThat(db().rows("select name, mail, id from account order by name"))
                .containsExactly("ann|ann@x|4", "bob|new@x|2", "root|r@x|1");
    }

    @Test
    default void allRowsThatDoNotFitAreListedInThePlan() throws Exception {
        createShop();
        Restore restore = shopping(shop(
                "{'id':1,'code':null,'kind_id':1,'price':5}",
                "{'id':2,'code':'d','kind_id':1,'price':5}",
                "{'id':3,'code':'d','kind_id':1,'price':5}",
                "{'id':4,'code':'f','kind_id':1,'price':5,'label':'B'}"));
        assertThat(restore.plan().problems())
                .extracting(Problem::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("Row 1 of table", "null in its natural key"),
                        message -> assertThat(message).contains("Row 3 of table", "same natural key"),
                        message -> assertThat(message)
                                .containsIgnoringCase("Row 4 of table")
                                .containsIgnoringCase("column label"));
        db().execute("alter table item add code_again ${text}", "update item set code_again = 'x'");
        assertThat(merging(new TestBackup().table("item", "{'id':1,'code':'g','code_again':'x','price':5}"))
                        .naturalKey("item", "code_again")
                        .plan()
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).containsIgnoringCase("id 1; 2"));
    }

    /** Rows that are added are others than those of the target, and so are those that are referred to by their numbers. */
    @Test
    default void whereRowsAreAddedANumberIsNotThatOfTheTarget() throws Exception {
        createShop();
        TestBackup backup = new TestBackup()
                .table("item", "{'id':1,'code':'c','price':5}")
                .table("sale", "{'id':2,'item_id':2}", "{'id':3,'item_id':1}");
        refusesAt(merging(backup).onMatch("item", Existing.ADD), backup, "sale", 1);
        assertThat(sales()).containsExactly("1|a", "3|c");
    }

    @Test
    default void aMapThatCannotBeWrittenIsAProblemOfThePlan() throws Exception {
        createShop();
        Restore restore = shopping(shop("{'id':1,'code':'c','price':5}"))
                .mapping(temp().resolve("nowhere").resolve("map.ndjson"));
        assertThat(failsWithoutTrace(PlanException.class, restore::run)).hasMessageContaining("map of keys");
    }

    /** A natural key that leads over another table says by all of its parts which row is meant. */
    @Test
    default void aMissingParentIsFoundByAllPartsOfItsKey() throws Exception {
        db().execute(
                        "create table region (id ${identity}, name ${text} not null unique)",
                        "create table town (id ${identity}, region_id ${bigint} not null references region (id), "
                                + "name ${text} not null, unique (region_id, name))",
                        "create table house (id ${identity}, town_id ${bigint} references town (id), n ${bigint})",
                        "insert into region (name) values ('there')");
        TestBackup backup = new TestBackup()
                .table("region", "{'id':1,'name':'west'}", "{'id':2,'name':'east'}")
                .table(
                        "town",
                        "{'id':1,'region_id':1,'name':'a'}",
                        "{'id':2,'region_id':['east'],'name':'a'}",
                        "{'id':3,'region_id':['west'],'name':'b'}",
                        "{'id':4,'region_id':2,'name':'b'}")
                .table("house", "{'id':1,'town_id':['west','a'],'n':1}", "{'id':2,'town_id':['west','b'],'n':2}");
        TestBackup numbers = new TestBackup()
                .table("town", "{'id':1,'region_id':1,'name':'a'}")
                .table("house", "{'id':1,'town_id':1,'n':1}");
        assertThat(merging(numbers).only("house").plan().notes())
                .anySatisfy(note -> assertThat(note)
                        .containsIgnoringCase("house.town_id refers to town")
                        .containsIgnoringCase("--create-missing town"));
        Restore restore = merging(backup).only("house");
        assertThat(restore.plan().notes()).noneMatch(note -> note.contains("numbers of the target"));
        complete(restore.createMissing("town", "region"));
        assertThat(db().rows("select h.n, r.name, t.name from house h join town t on t.id = h.town_id "
                        + "join region r on r.id = t.region_id order by 1"))
                .containsExactly("1|west|a", "2|west|b");
        assertThat(db().rows("select count(*) from town")).containsExactly("2");
        assertThat(db().rows("select name from region order by name")).containsExactly("there", "west");
    }
}
