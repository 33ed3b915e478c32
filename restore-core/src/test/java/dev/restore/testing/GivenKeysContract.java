package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.plan.MergePlan.Existing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys may be those that an earlier merge has given, and new ones on request. */
interface GivenKeysContract extends MergeRefusalContract {

    @Test
    default void rowsAreRenumberedAsAnEarlierMergeSays(@TempDir Path directory) throws Exception {
        db().execute(
                        "create table note (id ${identity}, body ${text})",
                        "create table reply (id ${identity}, note_id ${bigint} references note (id), body ${text})",
                        "insert into note (body) values ('somebody else')",
                        "insert into note (body) values ('another')");
        Path first = directory.resolve("first.ndjson");
        Files.writeString(
                first,
                "{\"table\":\"note\",\"how\":\"inserted\",\"old\":1,\"new\":40}\n"
                        + "{\"table\":\"note\",\"how\":\"inserted\",\"old\":2,\"new\":2}\n"
                        + "{\"table\":\"of_another_backup\",\"how\":\"inserted\",\"old\":2,\"new\":9}\n\n");
        TestBackup backup = new TestBackup()
                .table("note", "{'id':1,'body':'one'}", "{'id':2,'body':'two'}", "{'id':40,'body':'forty'}")
                .table("reply", "{'id':1,'note_id':1,'body':'to one'}", "{'id':2,'note_id':2,'body':'to two'}");
        Path second = directory.resolve("second.ndjson");
        Restore renumbering = merging(new TestBackup()
                        .table("note", "{'id':1,'body':'one'}", "{'id':2,'body':'two'}")
                        .table("reply", "{'id':1,'note_id':1,'body':'to one'}", "{'id':2,'note_id':2,'body':'to two'}"))
                .mappingFrom(first)
                .mapping(second);
        complete(renumbering);
        assertThat(db().rows("select id, body from note order by id"))
                .containsExactly("1|somebody else", "2|two", "40|one");
        assertThat(db().rows("select note_id, body from reply order by id")).containsExactly("40|to one", "2|to two");
        assertThat(Files.readString(second)).contains("\"how\":\"inserted\",\"old\":1,\"new\":40");
        assertThat(complete(renumbering.mappingFrom(second)).totals().unchanged())
                .isEqualTo(4);
        refusesAt(merging(backup).mappingFrom(first), backup, "note", 3);
    }

    @Test
    default void aMapThatIsNotOfThisTargetIsRefused(@TempDir Path directory) throws Exception {
        createBlog();
        Path map = directory.resolve("map.ndjson");
        TestBackup backup = blog();
        Files.writeString(map, "{\"table\":\"person\",\"old\":7,\"new\":1}\n");
        refusesAt(merging(backup).naturalKey("post", "title").mappingFrom(map), backup, "person", 3);
        for (String line : List.of(
                "[]",
                "{\"table\":\"person\",\"old\":[1,2],\"new\":1}",
                "{",
                "{\"table\":\"person\",\"old\":1,\"new\":\"x\"}")) {
            Files.writeString(map, line);
            assertThat(Assertions.catchThrowable(
                            () -> merging(backup).mappingFrom(map).run()))
                    .as(line)
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("Line 1");
        }
        assertThat(Assertions.catchThrowable(() ->
                        merging(backup).mappingFrom(directory.resolve("none")).run()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    default void newRowsGetKeysOfTheirOwnOnRequest() throws Exception {
        String free = "00000000-0000-0000-0000-00000000000a";
        db().execute(
                        "create table item (id ${uuid} primary key, code ${text} not null unique)",
                        "create table part (id ${identity}, item_id ${uuid} not null references item (id), n ${bigint})",
                        "insert into part (item_id, n) select id, 0 from item");
        TestBackup backup = new TestBackup()
                .table("item", "{'id':'" + free + "','code':'a'}")
                .table("part", "{'id':1,'item_id':'" + free + "','n':1}");
        complete(merging(backup).freshKeys("item", "part"));
        assertThat(db().rows("select i.code, p.n, p.id from part p join item i on i.id = p.item_id where i.id <> '"
                        + free + "'"))
                .containsExactly("a|1|2");
        assertThat(complete(merging(backup).freshKeys("item").onMatch("part", Existing.ADD))
                        .totals()
                        .inserted())
                .as("a row that is there stays it")
                .isEqualTo(1);
        assertThat(Assertions.catchThrowable(
                        () -> merging(backup).freshKeys("nothing").run()))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("freshKeys");
    }
}
