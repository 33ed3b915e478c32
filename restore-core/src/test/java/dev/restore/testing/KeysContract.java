package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.Mode;
import dev.restore.testing.TestDatabase.Ability;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Foreign keys, identities and sequences are right afterwards. */
interface KeysContract extends ContractCase {

    private void assertNextAuthorGetsAFreeNumber(long beyond) throws SQLException {
        db().execute("insert into library_author (name) values ('the next one')");
        List<String> ids = db().rows("select id from library_author where name = 'the next one'");
        assertThat(ids).hasSize(1);
        assertThat(Long.parseLong(ids.get(0))).isGreaterThan(beyond);
    }

    @Test
    default void theNextInsertGetsAFreeNumber() throws Exception {
        createLibrary();
        restore(library()).run();
        assertNextAuthorGetsAFreeNumber(9);
    }

    @Test
    default void theNextInsertGetsAFreeNumberAfterAnEmptyBackup() throws Exception {
        createLibrary();
        fillLibrary();
        List<String> before = authors();
        restore(new TestBackup().exactly("library_author", List.of()).exactly("library_book", List.of()))
                .run();
        assertThat(authors()).isEqualTo(before).isNotEmpty();
        assertNextAuthorGetsAFreeNumber(0);
    }

    @Test
    default void theNextInsertGetsAFreeNumberAfterAppending() throws Exception {
        createLibrary();
        fillLibrary();
        restore(new TestBackup().table("library_author", "{'id':500,'name':'Dee'}"))
                .mode(Mode.APPEND)
                .run();
        assertNextAuthorGetsAFreeNumber(500);
    }

    @Test
    default void theNextNumberNeverGoesBack() throws Exception {
        createLibrary();
        db().execute(
                        "insert into library_author (name) values ('a')",
                        "insert into library_author (name) values ('b')");
        restore(new TestBackup()
                        .table("library_author", "{'id':1,'name':'Ann'}")
                        .exactly("library_book", List.of()))
                .run();
        assertNextAuthorGetsAFreeNumber(2);
    }

    @Test
    default void restoresRowsWithoutTheirNumbers() throws Exception {
        createLibrary();
        restore(new TestBackup()
                        .table("library_author", "{'name':'Ann'}", "{'name':'Bea'}")
                        .exactly("library_book", List.of()))
                .run();
        assertThat(db().rows("select name from library_author order by id")).containsExactly("Ann", "Bea");
        assertNextAuthorGetsAFreeNumber(1);
    }

    @Test
    default void restoresAnIdentityThatIsGeneratedAlways() throws Exception {
        db().execute("create table item (id ${bigint} generated always as identity primary key, name ${text})");
        restore(new TestBackup().table("item", "{'id':41,'name':'a'}", "{'id':42,'name':'b'}"))
                .run();
        db().execute("insert into item (name) values ('c')");
        assertThat(db().rows("select id, name from item where name <> 'c' order by id"))
                .containsExactly("41|a", "42|b");
        assertNextNumber(43, "select id from item where name = 'c'");
        assertThat(catchThrowable(() -> db().execute("insert into item (id, name) values (77, 'explicit')")))
                .isInstanceOf(SQLException.class);
    }

    @Test
    default void leavesComputedColumnsToTheDatabase() throws Exception {
        db().execute(
                        "create table item (id ${bigint} primary key, net ${bigint}, gross ${bigint} generated always as (net + 1) ${stored})");
        RestoreReport report = restore(new TestBackup().table("item", "{'id':1,'net':5,'gross':6}"))
                .run();
        assertThat(db().rows("select id, net, gross from item")).containsExactly("1|5|6");
        assertThat(report.totals().inserted()).isEqualTo(1);
    }

    @Test
    default void restoresACycleOfTwoTablesThatAllowsNoNull() throws Exception {
        createCycle();
        TestBackup cycle = new TestBackup()
                .table("chicken", "{'id':1,'egg_id':12}", "{'id':2,'egg_id':11}")
                .table("egg", "{'id':11,'chicken_id':1}", "{'id':12,'chicken_id':2}");
        for (int run = 1; run <= 2; run++) {
            restore(cycle).batchRows(1).run();
            assertThat(db().rows("select id, egg_id from chicken order by id")).containsExactly("1|12", "2|11");
            assertThat(db().rows("select id, chicken_id from egg order by id")).containsExactly("11|1", "12|2");
        }
        refusesAnOrphan(() -> restore(new TestBackup()
                        .table("chicken", "{'id':1,'egg_id':99}")
                        .table("egg", "{'id':11,'chicken_id':1}"))
                .run());
    }

    private void createCycle() throws SQLException {
        String chicken = "create table chicken (id ${bigint} primary key, egg_id ${bigint} not null";
        String egg = "create table egg (id ${bigint} primary key, chicken_id ${bigint} not null "
                + "references chicken (id))";
        if (db().can(Ability.ALTER_ADDS_CONSTRAINTS)) {
            db().execute(
                            chicken + ")",
                            egg,
                            "alter table chicken add constraint chicken_egg foreign key (egg_id) references egg (id)");
        } else {
            db().execute(chicken + " references egg (id))", egg);
        }
    }

    @Test
    default void restoresCompositeKeys() throws Exception {
        db().execute(
                        "create table place (country ${text}, code ${bigint}, name ${text}, primary key (country, code))",
                        "create table visit (id ${bigint} primary key, country ${text}, code ${bigint}, "
                                + "foreign key (country, code) references place (country, code))");
        TestBackup places = new TestBackup()
                .table("place", "{'country':'de','code':1,'name':'a'}", "{'country':'fr','code':1,'name':'b'}")
                .table("visit", "{'id':1,'country':'fr','code':1}", "{'id':2,'country':null,'code':9}");
        restore(places).run();
        restore(places).run();
        assertThat(db().rows("select id, country, code from visit order by id")).containsExactly("1|fr|1", "2|∅|9");
        refusesAnOrphan(() -> restore(new TestBackup()
                        .table("place", "{'country':'de','code':1,'name':'a'}")
                        .table("visit", "{'id':1,'country':'de','code':2}"))
                .run());
    }

    @Test
    default void restoresChildrenThatComeBeforeTheirParents() throws Exception {
        db().execute(
                        "create table z_parent (id ${bigint} primary key)",
                        "create table m_child (id ${bigint} primary key, parent_id ${bigint} not null references z_parent (id))",
                        "create table a_grandchild (id ${bigint} primary key, child_id ${bigint} not null references m_child (id))");
        TestBackup backup = new TestBackup()
                .table("a_grandchild", "{'id':1,'child_id':5}", "{'id':2,'child_id':6}")
                .table("m_child", "{'id':5,'parent_id':8}", "{'id':6,'parent_id':9}")
                .table("z_parent", "{'id':8}", "{'id':9}");
        restore(backup).run();
        restore(backup).batchRows(1).run();
        assertThat(db().rows("select g.id, z.id from a_grandchild g join m_child m on m.id = g.child_id "
                        + "join z_parent z on z.id = m.parent_id order by g.id"))
                .containsExactly("1|8", "2|9");
    }

    @Test
    default void refusesAReferenceToAMissingRowAndSaysWhich() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = new TestBackup()
                .table("library_author", "{'id':1,'name':'Ann'}")
                .table("library_book", "{'id':1,'author_id':1,'title':'a'}", "{'id':2,'author_id':55,'title':'b'}");
        RestoreException failure = refusesAnOrphan(() -> restore(backup).run());
        if (failure instanceof VerificationException verification) {
            assertThat(verification.violations()).singleElement().satisfies(violation -> {
                assertThat(violation.rows()).isEqualTo(1);
                assertThat(violation.foreignKey().table().name()).isEqualToIgnoringCase("library_book");
                assertThat(violation.foreignKey().referencedTable().name()).isEqualToIgnoringCase("library_author");
            });
        }
        assertThat(failure.getMessage()).containsIgnoringCase("library_book").containsIgnoringCase("author_id");
        assertForeignKeysEnforced();
    }

    @Test
    default void refusesToAppendAReferenceToAMissingRow() throws Exception {
        createLibrary();
        fillLibrary();
        refusesAnOrphan(() -> restore(new TestBackup().table("library_book", "{'id':9,'author_id':55,'title':'b'}"))
                .mode(Mode.APPEND)
                .run());
        assertForeignKeysEnforced();
    }

    @Test
    default void refusesToEmptyATableToWhichOthersRefer() throws Exception {
        createLibrary();
        fillLibrary();
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                () -> restore(new TestBackup().table("library_author", "{'id':1,'name':'Ann'}"))
                        .run());
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.OUTSIDE_REFERENCE);
            assertThat(problem.describe()).containsIgnoringCase("library_book").contains("2");
        });
    }

    @Test
    default void emptiesReferringTablesWhenAskedTo() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup backup = new TestBackup().table("library_author", "{'id':1,'name':'Ann'}");
        restore(backup).cascade("library_book").run();
        assertThat(authors()).containsExactly("1|Ann|∅");
        assertThat(books()).isEmpty();
        db().execute("insert into library_book (author_id, title) values (1, 'again')");
        restore(backup).cascade().run();
        assertThat(books()).isEmpty();
        assertThat(db().rows("select note from bystander")).containsExactly("stays");
    }

    @Test
    default void passesReferringTablesThatHaveNoRows() throws Exception {
        createLibrary();
        restore(new TestBackup().table("library_author", "{'id':1,'name':'Ann'}"))
                .run();
        assertThat(authors()).containsExactly("1|Ann|∅");
        assertForeignKeysEnforced();
    }

    @Test
    default void passesReferringTablesWhoseRowsReferToNothing() throws Exception {
        db().execute(
                        "create table parent (id ${bigint} primary key)",
                        "create table outside (id ${bigint} primary key, parent_id ${bigint} references parent (id) on delete cascade)",
                        "insert into parent values (1)",
                        "insert into outside values (1, null)");
        restore(new TestBackup().table("parent", "{'id':2}")).run();
        assertThat(db().rows("select id, parent_id from outside")).containsExactly("1|∅");
        assertThat(db().rows("select id from parent")).containsExactly("2");
    }
}
