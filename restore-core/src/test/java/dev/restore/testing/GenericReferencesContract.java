package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.GenericReference;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.OrphanPolicy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** References whose table each row names are led as those of foreign keys are. */
interface GenericReferencesContract extends MergeCase {

    private void createLog() throws SQLException {
        db().execute(
                        "create table kind (id ${identity}, app ${text} not null, model ${text} not null, unique (app, model))",
                        "create table shop_item (id ${identity}, code ${text} not null unique)",
                        "create table shop_user (id ${identity}, name ${text} not null unique)",
                        "create table log (id ${identity}, kind_id ${bigint} references kind (id), object_id ${text}, note ${text})",
                        "insert into kind (app, model) values ('shop', 'user')",
                        "insert into kind (app, model) values ('shop', 'item')",
                        "insert into kind (app, model) values ('other', 'thing')",
                        "insert into shop_item (code) values ('x')",
                        "insert into shop_item (code) values ('a')",
                        "insert into shop_user (name) values ('bob')");
    }

    private TestBackup log() {
        return new TestBackup()
                .table(
                        "kind",
                        "{'id':1,'app':'shop','model':'item'}",
                        "{'id':5,'app':'shop','model':'user'}",
                        "{'id':6,'app':'gone','model':'thing'}")
                .table("shop_item", "{'id':1,'code':'a'}", "{'id':7,'code':'b'}")
                .table("shop_user", "{'id':1,'name':'ann'}", "{'id':2,'name':'bob'}")
                .table(
                        "log",
                        "{'id':1,'kind_id':1,'object_id':'1','note':'a'}",
                        "{'id':2,'kind_id':1,'object_id':'7','note':'b'}",
                        "{'id':3,'kind_id':5,'object_id':'1','note':'ann'}",
                        "{'id':4,'kind_id':5,'object_id':'2','note':'bob'}",
                        "{'id':5,'kind_id':6,'object_id':'2','note':'no table'}",
                        "{'id':6,'kind_id':5,'object_id':'99','note':'no row'}",
                        "{'id':7,'kind_id':null,'object_id':null,'note':'nothing'}");
    }

    private Restore logging(TestBackup backup) throws IOException {
        return merging(backup)
                .onMatch("kind", Existing.SKIP)
                .reference("log.object_id", GenericReference.by("kind.app", "kind.model"));
    }

    private List<String> logged() throws SQLException {
        return db().rows(
                        "select l.note, k.model, l.object_id, i.code, u.name from log l left join kind k on k.id = l.kind_id"
                                + " left join shop_item i on k.model = 'item' and cast(i.id as varchar(9)) = l.object_id"
                                + " left join shop_user u on k.model = 'user' and cast(u.id as varchar(9)) = l.object_id"
                                + " order by l.note");
    }

    @Test
    default void rowsOfAnotherTableNameTheType() throws Exception {
        createLog();
        RestoreReport report = complete(logging(log()));
        List<String> logged = logged();
        assertThat(logged.stream().map(row -> row.replaceAll("^([^|]*)\\|([^|]*)\\|[^|]*\\|", "$1|$2|")))
                .containsExactly(
                        "a|item|a|∅",
                        "ann|user|∅|ann",
                        "b|item|b|∅",
                        "bob|user|∅|bob",
                        "no row|user|∅|∅",
                        "no table|thing|∅|∅",
                        "nothing|∅|∅|∅");
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning.toLowerCase(Locale.ROOT))
                        .contains("log.object_id stays as it is in 2 rows"));
        assertThat(complete(logging(log())).totals().unchanged())
                .as("a second merge changes nothing")
                .isEqualTo(14);
    }

    @Test
    default void aReferenceByNaturalKeyNamesTheType() throws Exception {
        createLog();
        TestBackup backup = log().table(
                        "log",
                        "{'id':1,'kind_id':['shop','item'],'object_id':'1','note':'a'}",
                        "{'id':3,'kind_id':['shop','user'],'object_id':'1','note':'ann'}");
        RestoreReport report = complete(logging(backup).orphans("log.object_id", OrphanPolicy.FAIL));
        assertThat(logged().stream().map(row -> row.replaceAll("^([^|]*)\\|([^|]*)\\|[^|]*\\|", "$1|$2|")))
                .containsExactly("a|item|a|∅", "ann|user|∅|ann");
        assertThat(warnings(report)).isEmpty();
    }

    @Test
    default void aColumnOfTheRowNamesTheType() throws Exception {
        db().execute(
                        "create table posts (id ${identity}, title ${text} not null unique)",
                        "create table users (id ${uuid} primary key, name ${text} not null unique)",
                        "create table comments (id ${identity}, owner_type ${text}, owner_id ${text}, body ${text},"
                                + " unique (owner_type, owner_id, body))",
                        "insert into posts (title) values ('x')",
                        "insert into posts (title) values ('one')",
                        "insert into users (id, name) values ('00000000-0000-0000-0000-00000000000a', 'ann')",
                        "insert into comments (owner_type, owner_id, body) values ('Post', '2', 'there')");
        complete(merging(
                        new TestBackup()
                                .table("posts", "{'id':1,'title':'one'}")
                                .table("users", "{'id':'00000000-0000-0000-0000-00000000000b','name':'ann'}")
                                .table(
                                        "comments",
                                        "{'id':1,'owner_type':'Post','owner_id':'1','body':'there'}",
                                        "{'id':2,'owner_type':'User','owner_id':'00000000-0000-0000-0000-00000000000b','body':'hers'}"))
                .naturalKey("comments", "owner_type", "owner_id", "body")
                .reference(
                        "comments.owner_id",
                        GenericReference.by("owner_type").where("Post", "posts").where("User", "users")));
        assertThat(db().rows("select body, owner_id from comments order by body"))
                .as("such a reference may be part of what tells rows apart")
                .containsExactly("hers|00000000-0000-0000-0000-00000000000a", "there|2");
    }

    @Test
    default void whatIsNamedAndIsNowhereIsTreatedAsTheCallerSays() throws Exception {
        createLog();
        RestoreReport report =
                logging(log()).orphans("log.object_id", OrphanPolicy.REJECT).run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.rejects()).extracting(row -> row.row()).containsExactlyInAnyOrder(5L, 6L);
        assertAccounted(report);
        complete(logging(log()).orphans("log.object_id", OrphanPolicy.NULL));
        assertThat(db().rows("select note from log where object_id is null order by 1"))
                .containsExactly("no row", "no table", "nothing");
    }

    @Test
    default void aRuleThatNamesNothingIsRefusedInThePlan() throws Exception {
        createLog();
        TestBackup backup = log();
        for (GenericReference rule : List.of(
                GenericReference.by("kind.nothing"), GenericReference.by("note").where("a", "no_table"))) {
            assertThat(Assertions.catchThrowable(() ->
                            merging(backup).reference("log.object_id", rule).run()))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("log.object_id");
        }
    }

    @Test
    default void numbersThatTheColumnDoesNotHoldAreAProblem() throws Exception {
        db().execute(
                        "create table tag (id smallint primary key, name ${text} not null unique)",
                        "insert into tag (id, name) values (32766, 'last')",
                        "insert into tag (id, name) values (1, 'first')");
        TestBackup backup = new TestBackup().table("tag", "{'id':1,'name':'a'}", "{'id':32766,'name':'b'}");
        if (holdsAnyNumber()) {
            complete(merging(backup));
            return;
        }
        assertThat(Assertions.catchThrowable(() -> merging(backup).run()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("32767");
        assertThat(db().rows("select * from tag order by id")).containsExactly("1|first", "32766|last");
    }

    /** Returns whether a column takes any number whatever its type is called. */
    private boolean holdsAnyNumber() {
        return Assertions.catchThrowable(
                        () -> db().execute("create table wide (n smallint)", "insert into wide (n) values (99999)"))
                == null;
    }
}
