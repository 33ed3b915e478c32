package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is written in the formats of others gives the same rows again. */
interface FormatContract extends ContractCase {

    private Backup backup(BackupFormat format) {
        return Backup.of(db().dataSource()).format(format);
    }

    /** A shop as Django would have created it, with a join table, a row that is another's part, and names that need care. */
    private void createShop() throws SQLException, IOException {
        db().execute(
                        "create table shop_tag (id ${identity}, label ${text} not null)",
                        "create table shop_item (id ${identity}, name ${text}, parent_id ${bigint} references shop_item (id), "
                                + "price ${decimal}, data ${json}, photo ${binary}, made ${timestamptz}, twin ${bigint}, "
                                + "twin_id ${bigint} references shop_item (id))",
                        "create table shop_item_tags (id ${identity}, item_id ${bigint} not null references shop_item (id), "
                                + "tag_id ${bigint} not null references shop_tag (id))",
                        "create table shop_book (item_ptr_id ${bigint} primary key references shop_item (id), isbn ${text})",
                        "create table shop_price (item_id ${bigint}, currency ${text}, primary key (item_id, currency))",
                        "create table log (line ${text})",
                        "create table hollow (id ${bigint} primary key, v ${text})");
        restore(new TestBackup()
                        .table("shop_tag", "{'id':5,'label':'red'}", "{'id':6,'label':'blue'}")
                        .table(
                                "shop_item",
                                "{'id':3,'name':'quo\\\"te \\u00fc','parent_id':4,'price':12345.5,'data':{'a':[1,2.5,null]},"
                                        + "'photo':'AP8=','made':'2024-01-02T03:04:05.123456Z','twin':1,'twin_id':null}",
                                "{'id':4,'name':null,'parent_id':null,'price':null,'data':['x'],'photo':null,'made':null,"
                                        + "'twin':null,'twin_id':3}")
                        .table(
                                "shop_item_tags",
                                "{'id':10,'item_id':3,'tag_id':6}",
                                "{'id':12,'item_id':3,'tag_id':5}",
                                "{'id':13,'item_id':4,'tag_id':5}")
                        .table("shop_book", "{'item_ptr_id':4,'isbn':'x'}")
                        .table("shop_price", "{'item_id':3,'currency':'EUR'}", "{'item_id':3,'currency':'USD'}")
                        .table("log", "{'line':'one'}", "{'line':'one'}", "{'line':null}"))
                .run();
    }

    private List<String> shop() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : List.of("shop_tag", "shop_item", "shop_item_tags", "shop_book", "shop_price", "log")) {
            all.add(table);
            all.addAll(db().rows("select * from " + table + (table.equals("log") ? " order by 1" : " order by 1, 2")));
        }
        return all;
    }

    private void emptyShop() throws SQLException {
        db().execute(
                        "delete from log",
                        "delete from shop_price",
                        "delete from shop_book",
                        "delete from shop_item_tags",
                        "update shop_item set parent_id = null, twin_id = null",
                        "delete from shop_item",
                        "delete from shop_tag");
    }

    private void comesBack(BackupFormat format, List<String> names) throws Exception {
        createShop();
        List<String> before = shop();
        for (String name : names) {
            Path target = temp().resolve(name);
            assertThat(backup(format).compress().write(target).rows()).isEqualTo(13);
            VerifyReport same = Backup.verify(target).against(db().dataSource()).run();
            assertThat(same.agrees()).as("%s: %s", name, same.text()).isTrue();
            emptyShop();
            assertThat(Restore.from(target)
                            .into(db().dataSource())
                            .verify(Verify.CONTENT)
                            .run()
                            .outcome())
                    .as(name)
                    .isEqualTo(Outcome.COMPLETE);
            assertThat(shop()).as(name).isEqualTo(before);
            assertThatThrownBy(() -> backup(format).write(target)).hasMessageContaining("never overwritten");
        }
        assertThat(temp()).isDirectoryNotContaining("glob:**unfinished*");
    }

    @Test
    default void arraysOfEachTableComeBack() throws Exception {
        comesBack(BackupFormat.TABLES, List.of("tables", "tables.zip", "tables.tar", "tables.tar.gz"));
        Path plain = temp().resolve("plain");
        backup(BackupFormat.TABLES).write(plain);
        assertThat(Files.readString(plain.resolve(spelled("hollow") + ".json"))).isEqualTo("[]\n");
        assertThat(Files.readString(plain.resolve(spelled("shop_tag") + ".json"))
                        .toLowerCase(Locale.ROOT))
                .isEqualTo("[\n{\"id\":5,\"label\":\"red\"},\n{\"id\":6,\"label\":\"blue\"}\n]\n");
        assertThat(Files.readString(plain.resolve("backup_metadata.json")))
                .contains("\"object_counts\":{")
                .contains('"' + spelled("shop_item_tags") + "\":3");
    }

    @Test
    default void aDjangoDumpComesBack() throws Exception {
        comesBack(BackupFormat.DJANGO, List.of("dump.json", "dump.json.gz", "dump", "dump.zip", "dump.tar.gz"));
        assertThat(Files.readString(temp().resolve("dump.json")).toLowerCase(Locale.ROOT))
                .startsWith("[\n{\"model\":\"")
                .endsWith("}}\n]\n")
                .contains("{\"model\":\"shop.item_tags\",\"pk\":12,\"fields\":{\"item\":3,\"tag\":5}}")
                .contains("{\"model\":\"shop.book\",\"pk\":4,\"fields\":{\"isbn\":\"x\"}}")
                .contains("\"twin\":1,\"twin_id\":null}}")
                .contains("{\"model\":\"shop.price\",\"fields\":{\"item_id\":3,\"currency\":\"eur\"}}")
                .contains("{\"model\":\"log\",\"fields\":{\"line\":\"one\"}}")
                .doesNotContain("hollow");
    }

    @Test
    default void refusesAColumnThatDjangoWouldTakeForTheKey() throws Exception {
        db().execute("create table thing (id ${bigint} primary key, pk ${text})");
        PlanException refusal =
                (PlanException) catchThrowable(() -> backup(BackupFormat.DJANGO).write(temp().resolve("dump.json")));
        assertThat(refusal.problems().stream().map(Problem::kind)).containsExactly(Problem.Kind.BAD_OPTION);
        assertThat(temp().resolve("dump.json")).doesNotExist();
        backup(BackupFormat.TABLES).write(temp().resolve("tables"));
    }

    private String spelled(String table) throws SQLException {
        return db().tables().stream()
                .filter(name -> name.equalsIgnoreCase(table))
                .findFirst()
                .orElseThrow();
    }
}
