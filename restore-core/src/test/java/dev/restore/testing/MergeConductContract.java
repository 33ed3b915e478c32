package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Triggers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A merge does what every restore does: in transactions, with triggers, names and ways back. */
interface MergeConductContract extends MergeCase {

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
    default void mergesRowsInsideOfTheRowsOfAWrappedFile() throws Exception {
        db().execute(
                        "create table orders (order_no ${bigint} primary key, customer ${text} not null unique)",
                        "create table order_line (id ${bigint} primary key, order_no ${bigint} not null references orders"
                                + " (order_no), sku ${text})");
        db().execute(
                        "insert into orders (order_no, customer) values (50, 'A')",
                        "insert into order_line (id, order_no, sku) values (10, 50, 'mine')");
        Path backup = temp().resolve("export.json");
        Files.writeString(
                backup,
                "{'_index':'orders','_source':{'order_no':1,'customer':'A','lines':[{'id':20,'sku':'a'},{'id':21,'sku':'b'}]}}\n"
                                .replace('\'', '"')
                        + "{'_index':'orders','_source':{'customer':'B','lines':{'id':22,'sku':'c'},'order_no':2}}\n"
                                .replace('\'', '"'));
        Restore restore = restore(backup)
                .children("lines", "order_line", "order_no")
                .mode(Mode.MERGE)
                .naturalKey("orders", "customer");
        for (int run = 0; run < 2; run++) {
            complete(restore);
            assertThat(db().rows("select order_no, customer from orders order by 1"))
                    .containsExactlyInAnyOrder("2|B", "50|A");
            assertThat(db().rows("select id, order_no, sku from order_line order by 1"))
                    .containsExactly("10|50|mine", "20|50|a", "21|50|b", "22|2|c");
        }
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

    /** What becomes of the keys of the rows that go in is said whatever becomes of the others, and wherever the backup comes from. */
    @Test
    default void thePlanSaysWhatBecomesOfKeysWhereRowsAreSetAsideToo() throws Exception {
        createBlog();
        TestBackup backup = new TestBackup()
                .table(
                        "person",
                        "{'id':2,'name':'root','age':31}",
                        "{'id':4,'name':'x','age':1}",
                        "{'id':5,'name':'x','age':2}")
                .table("post", "{'id':2,'author_id':5,'title':'of nobody'}", "{'id':3,'author_id':2,'title':'kept'}");
        RestorePlan plan = merging(backup).onRowError(RowErrors.reject()).plan();
        assertThat(plan.describe()).contains("2 of them do not fit", "1 there under another key (2 -> 1), 1 new");
        TestBackup orphan = new TestBackup()
                .table("person", "{'id':2,'name':'root','age':31}")
                .table("post", "{'id':2,'author_id':77,'title':'of nobody'}", "{'id':3,'author_id':2,'title':'kept'}");
        RestorePlan orphaned = merging(orphan).orphans(OrphanPolicy.REJECT).plan();
        assertThat(orphaned.problems()).isEmpty();
        assertThat(orphaned.describe())
                .contains("1 there under another key (2 -> 1)")
                .containsIgnoringCase("post: 1 new");
        byte[] people = "[{\"id\":2,\"name\":\"root\",\"age\":31}]".getBytes(StandardCharsets.UTF_8);
        RestorePlan streamed = Restore.from(BackupSource.of("person.json", () -> new ByteArrayInputStream(people)))
                .into(db().dataSource())
                .mode(Mode.MERGE)
                .plan();
        assertThat(streamed.describe()).contains("1 there under another key (2 -> 1)");
    }
}
