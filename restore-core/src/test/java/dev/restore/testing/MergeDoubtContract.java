package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Restore;
import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.testing.TestDatabase.Ability;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A number says nothing of a row in a database that was set up again. */
interface MergeDoubtContract extends MergeCase {

    private void createPapers() throws SQLException {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique)",
                        "create table paper (id ${identity}, title ${text} not null)",
                        "insert into person (name) values ('root')",
                        "insert into person (name) values ('bob')",
                        "insert into paper (title) values ('welcome')");
    }

    private TestBackup papers(String first) {
        return new TestBackup()
                .table("person", "{'id':1,'name':'ann'}", "{'id':2,'name':'root'}")
                .table("paper", "{'id':1,'title':'" + first + "'}", "{'id':2,'title':'plan'}");
    }

    private List<String> titles() throws SQLException {
        return db().rows("select title from paper order by 1");
    }

    @Test
    default void rowsThatOnlyTheirNumbersTellApartAreNotOverwrittenInSilence() throws Exception {
        createPapers();
        Restore restore = merging(papers("budget"));
        assertThat(restore.plan().notes())
                .anySatisfy(note -> assertThat(note)
                        .containsIgnoringCase("1 row of paper is found by number alone")
                        .contains("is overwritten", "--on-match")
                        .doesNotContain("budget"));
        assertThat(warnings(complete(restore)))
                .anySatisfy(
                        warning -> assertThat(warning).containsIgnoringCase("1 row of paper is found by number alone"));
        assertThat(titles()).containsExactly("budget", "plan");
    }

    @Test
    default void aMergeThatNobodyAskedForIsNotMadeInDoubt() throws Exception {
        createPapers();
        Restore restore = merging(papers("budget")).mode(Mode.AUTO);
        assertThat(restore.plan().problems()).extracting(Problem::kind).containsExactly(Problem.Kind.NATURAL_KEY);
        failsWithoutTrace(PlanException.class, restore::run);
        assertThat(titles()).containsExactly("welcome");
        complete(restore.onMatch("paper", Existing.ADD));
        assertThat(titles()).containsExactly("budget", "plan", "welcome");
    }

    @Test
    default void rowsThatAreAlikeUnderOneNumberAreInNoDoubt() throws Exception {
        createPapers();
        RestoreReport report = complete(merging(papers("welcome")).mode(Mode.AUTO));
        assertThat(warnings(report)).isEmpty();
        assertThat(titles()).containsExactly("plan", "welcome");
    }

    @Test
    default void numbersAloneDoNotMakeTheSameIds() throws Exception {
        createPapers();
        TestBackup backup = new TestBackup().table("paper", "{'id':1,'title':'budget'}");
        RestorePlan plan = merging(backup).plan();
        assertThat(plan.describe()).contains("only these numbers tell").doesNotContain("has the same ids");
    }

    /** What is unique by an expression tells rows apart and is no key to find them by. */
    @Test
    default void rowsThatDifferInAUniqueExpressionAreInDoubt() throws Exception {
        assumeTrue(db().can(Ability.EXPRESSION_INDEXES));
        db().execute(
                        "create table member (id ${identity}, name ${text}, note ${text}, gone ${bigint})",
                        "create table address (id ${identity}, mail ${text}, note ${text}, gone ${bigint})",
                        "create unique index member_name on member (lower(name))",
                        "create unique index address_mail on address (mail) where gone is null",
                        "insert into member (name, note) values ('admin', 'old')",
                        "insert into address (mail, note) values ('a@x', 'old')");
        TestBackup other = new TestBackup()
                .table("member", "{'id':1,'name':'ann','note':'new'}", "{'id':2,'name':'admin2','note':'new'}")
                .table("address", "{'id':1,'mail':'a@x','note':'new'}");
        Restore restore = merging(other);
        assertThat(restore.plan().describe())
                .contains("although unique index member_name", "member=name (naturalKey")
                .contains("although unique index address_mail", "address=mail (naturalKey");
        assertThat(restore.mode(Mode.AUTO).plan().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("1 row of member is found by number alone", "index member_name: name"));
        failsWithoutTrace(PlanException.class, restore.mode(Mode.AUTO)::run);
        complete(restore.mode(Mode.AUTO).naturalKey("member", "name"));
        assertThat(db().rows("select name, note from member order by id"))
                .containsExactly("admin|old", "admin2|new", "ann|new");
        TestBackup same = new TestBackup().table("member", "{'id':1,'name':'admin','note':'newer'}");
        assertThat(warnings(complete(merging(same).mode(Mode.AUTO)))).isEmpty();
        assertThat(warnings(complete(merging(new TestBackup().table("address", "{'id':1,'mail':'b@x','note':'new'}")))))
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("address=mail", "is overwritten"));
    }

    @Test
    default void rowsWithoutKeysAreThereUnderNoOther() throws Exception {
        createPapers();
        RestoreReport report = complete(merging(new TestBackup().table("person", "{'name':'root'}", "{'name':'cy'}")));
        MappedKeys keys = report.keys().get(0);
        assertThat(keys.keyless()).isEqualTo(1);
        assertThat(keys.otherKey()).isZero();
        assertThat(keys.describe()).startsWith("1 there, 1 new");
    }
}
