package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.Survey;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.UnknownColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whatever a backup holds is loaded or named, and what the target has a table for is never named only. */
interface NothingPassedOverContract extends ContractCase {

    private void createShop() throws SQLException {
        db().execute(
                        "create table customer (id ${bigint} primary key, name ${text})",
                        "create table site_setting (id ${bigint} primary key, theme ${text}, entries ${json})",
                        "create table entries (sku ${text}, qty ${bigint})",
                        "insert into customer values (90, 'stale')",
                        "insert into site_setting (id, theme) values (91, 'stale')",
                        "insert into entries values ('stale', 92)");
    }

    private Path write(String name, String content) throws IOException {
        Path file = temp().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Writes a file into a directory in which the customers are rows in any case. */
    private Restore beside(String name, String content) throws IOException {
        write("b/customer.json", "[{\"id\": 1, \"name\": \"Ann\"}]");
        write("b/" + name, content);
        return restore(temp().resolve("b"));
    }

    private Restore objectOfTables(String more) throws IOException {
        return restore(write("all.json", "{\"customer\": [{\"id\": 1, \"name\": \"Ann\"}], " + more + "}"));
    }

    private List<String> customers() throws SQLException {
        return db().rows("select id, name from customer order by id");
    }

    private List<String> settings() throws SQLException {
        return db().rows("select id, theme from site_setting order by id");
    }

    private List<String> entries() throws SQLException {
        return db().rows("select sku, qty from entries order by qty");
    }

    private RestoreReport complete(Restore restore) throws SQLException {
        RestoreReport report = restore.run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(customers()).containsExactly("1|Ann");
        return report;
    }

    private Problem refused(Restore restore) throws SQLException {
        PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
        assertThat(failure.problems()).hasSize(1);
        assertThat(restore.plan().feasible()).isFalse();
        return failure.problems().get(0);
    }

    private static List<String> places(Survey survey) {
        return survey.leftOut().stream().map(left -> left.place()).toList();
    }

    @Test
    default void loadsOneObjectAsTheOnlyRowOfItsTable() throws Exception {
        createShop();
        String pretty = "{\n  \"id\": 5,\n  \"theme\": \"dark\"\n}\n";
        for (String name : List.of("site_setting.json", "site_setting.ndjson", "site_setting.jsonl")) {
            Restore restore = beside(name, name.endsWith(".json") ? pretty : "{\"id\": 5, \"theme\": \"dark\"}");
            complete(restore);
            assertThat(settings()).as(name).containsExactly("5|dark");
            Files.delete(temp().resolve("b/" + name));
            db().execute("update site_setting set id = 91");
        }
        Path packed = new TestBackup()
                .table("customer", "{'id':1,'name':'Ann'}")
                .file("site_setting.json", pretty)
                .tarGz(temp().resolve("b.tar.gz"));
        complete(restore(packed));
        assertThat(settings()).containsExactly("5|dark");
        complete(objectOfTables("\"site_setting\": {\"id\": 6, \"theme\": \"light\"}"));
        assertThat(settings()).containsExactly("6|light");
    }

    @Test
    default void refusesABackupOfWhichNothingWouldBeLoaded() throws Exception {
        createShop();
        String members = "{\"members\": {\"7\": {\"name\": \"Ann\"}, \"8\": {\"name\": \"Bob\"}}}";
        Restore restore = restore(write("all.json", members));
        assertThat(refused(restore).message()).startsWith("Table members of the backup does not exist in ");
        assertThat(restore.map("members", "customer").run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select id, name from customer order by id")).containsExactly("7|Ann", "8|Bob");
        assertThat(restore.except("members").run().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    default void goesOnAndIsVerifiedWithOneObjectAmongTheRows() throws Exception {
        createShop();
        Restore restore = beside("site_setting.json", "{\"id\": 5, \"theme\": \"dark\"}");
        complete(restore.resumable());
        assertThat(settings()).containsExactly("5|dark");
        VerifyReport verified =
                Backup.verify(temp().resolve("b")).against(db().dataSource()).run();
        assertThat(verified.agrees()).as(verified.text()).isTrue();
        assertThat(verified.tables()).extracting(table -> table.databaseRows()).containsExactly(1L, 1L);
    }

    @Test
    default void neverSplitsARowWhoseColumnHoldsObjects() throws Exception {
        createShop();
        String row = "{\"id\": 5, \"theme\": \"dark\", \"entries\": [{\"sku\": \"A\", \"qty\": 2}]}";
        complete(beside("site_setting.json", row));
        assertThat(settings()).containsExactly("5|dark");
        assertThat(entries()).containsExactly("stale|92");
        Restore alone = restore(write("site_setting.json", row.replace("5", "6")));
        assertThat(alone.run().totals().inserted()).isEqualTo(1);
        assertThat(settings()).containsExactly("6|dark");
        assertThat(entries()).containsExactly("stale|92");
    }

    @Test
    default void refusesAnObjectThatCouldBeARowOrTables() throws Exception {
        createShop();
        Restore restore = beside(
                "site_setting.json", "{\"id\": 5, \"colour\": \"red\", \"entries\": [{\"sku\": \"A\", \"qty\": 2}]}");
        assertThat(refused(restore).describe()).contains("site_setting", "row", "entries", "except");
        complete(restore.except("site_setting"));
        assertThat(settings()).containsExactly("91|stale");
        assertThat(entries()).containsExactly("stale|92");
    }

    @Test
    default void loadsRowsByTheirIds() throws Exception {
        createShop();
        complete(beside("site_setting.json", "{\"7\": {\"theme\": \"a\"}, \"8\": {\"id\": 8, \"theme\": \"b\"}}"));
        assertThat(settings()).containsExactly("7|a", "8|b");
        complete(objectOfTables("\"site_setting\": {\"3\": {\"theme\": \"c\"}, \"4\": {\"theme\": \"d\"}}"));
        assertThat(settings()).containsExactly("3|c", "4|d");
        failsWithoutTrace(
                BackupFormatException.class,
                () -> objectOfTables("\"site_setting\": {\"3\": {\"id\": 4, \"theme\": \"c\"}}")
                        .run());
    }

    @Test
    default void refusesWhatStandsForATableAndIsNoRows() throws Exception {
        createShop();
        for (String value : List.of(
                "\"see another file\"",
                "17",
                "true",
                "[[1, \"dark\"]]",
                "[1, 2]",
                "{}",
                "{\"id\": [1, 2], \"theme\": [\"a\", \"b\"]}",
                "{\"1\": \"dark\"}",
                "{\"error\": \"permission denied\"}",
                "{\"count\": 1, \"items\": [{\"id\": 1}]}")) {
            Restore restore = objectOfTables("\"site_setting\": " + value);
            PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
            assertThat(failure).as(value).hasMessageContaining("site_setting");
            complete(restore.except("site_setting"));
        }
        assertThat(settings()).containsExactly("91|stale");
    }

    @Test
    default void refusesFilesInPlaceOfATablesRows() throws Exception {
        createShop();
        for (String name :
                List.of("site_setting.csv", "site_setting.json.tmp", "Site_Setting.XML", ".site_setting.json")) {
            Restore restore = beside(name, "x");
            Problem problem = refused(restore);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_READ);
            assertThat(problem.describe()).contains(name, "except");
            complete(restore.except(name));
            complete(restore.except("site_setting"));
            Files.delete(temp().resolve("b/" + name));
        }
        for (String content : List.of("{}", "{\"a\": [1], \"b\": {}}", "{\"error\": \"no such table\"}")) {
            Restore restore = beside("site_setting.json", content);
            assertThat(failsWithoutTrace(PlanException.class, restore::run)).hasMessageContaining("site_setting");
            failsWithoutTrace(
                    PlanException.class,
                    () -> restore.unknownColumns(UnknownColumns.IGNORE).run());
            complete(restore.except("site_setting.json"));
        }
        assertThat(settings()).containsExactly("91|stale");
    }

    @Test
    default void refusesAFolderInPlaceOfATablesRows() throws Exception {
        createShop();
        write("b/site_setting/1.json", "{\"id\": 1, \"theme\": \"dark\"}");
        write("b/site_setting/2.json", "{\"id\": 2, \"theme\": \"light\"}");
        Restore restore = beside("notes/other.txt", "x");
        Problem problem = refused(restore);
        assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_READ);
        assertThat(problem.describe()).contains("site_setting/1.json", "1 more", "except");
        complete(restore.except("site_setting"));
        Files.delete(temp().resolve("b/site_setting/2.json"));
        write("b/site_setting/1.json", "[{\"id\": 1, \"theme\": \"dark\"}]");
        assertThat(refused(restore).describe()).contains("site_setting/1.json");
        write("b/site_setting.json", "[{\"id\": 5, \"theme\": \"dark\"}]");
        assertThat(complete(restore).leftOut()).hasSize(2);
        assertThat(settings()).containsExactly("5|dark");
    }

    @Test
    default void leavesOutDamagedFilesOnlyWhenToldTo() throws Exception {
        createShop();
        for (String content :
                List.of("<html>502</html>", "[{\"id\": 1}, {\"id\"", "id,theme\n1,a\n", "", "[1, 2]", "null\n")) {
            Restore restore = beside("site_setting.json", content);
            assertThat(failsWithoutTrace(BackupFormatException.class, restore::run))
                    .hasMessageContaining("site_setting.json")
                    .hasMessageContaining("--except");
            RestoreReport report = complete(restore.except("site_setting"));
            assertThat(report.leftOut()).as(content).hasSizeLessThanOrEqualTo(1);
            complete(restore.except("site_setting.json"));
        }
        assertThat(settings()).containsExactly("91|stale");
        assertThatThrownBy(() -> beside("site_setting.json", "[]")
                        .except("site_settings")
                        .run())
                .hasMessageContaining("site_settings");
    }

    @Test
    default void namesEverythingThatIsNotLoaded() throws Exception {
        createShop();
        write("b/.DS_Store", "x");
        write("b/media/a.png", "x");
        write("b/docs/deep/a.txt", "x");
        write("b/README.md", "x");
        write("b/package-lock.json", "{\"name\": \"x\", \"lockfileVersion\": 2}");
        write("b/counts.json", "{\"object_counts\": {\"customer\": 1}}");
        Restore restore = beside("customer.json.bak", "x").noFiles();
        String[] expected = {"README.md", "customer.json.bak", "docs/deep/", "package-lock"};
        RestorePlan plan = restore.plan();
        assertThat(plan.feasible()).as(plan.describe()).isTrue();
        assertThat(places(plan.survey())).containsExactlyInAnyOrder(expected);
        assertThat(plan.describe()).contains("left out: README.md");
        assertThat(plan.json()).contains("\"left_out\":[", "README.md (");
        RestoreReport report = complete(restore);
        assertThat(report.leftOut()).hasSize(expected.length);
        assertThat(report.text()).contains("left out: customer.json.bak");
        assertThat(report.json()).contains("\"left_out\":[", "customer.json.bak");
        VerifyReport verified =
                Backup.verify(temp().resolve("b")).against(db().dataSource()).run();
        assertThat(verified.agrees()).as(verified.text()).isTrue();
        assertThat(verified.text()).contains("left out: README.md", "left out: package-lock");
    }

    @Test
    default void namesSettingsBesideTheTablesOfOneObject() throws Exception {
        createShop();
        Restore restore = objectOfTables("\"version\": 3, \"exported_at\": \"2024-01-01\", \"tags\": [\"a\"],"
                + " \"meta\": {\"host\": \"x\"}, \"owner\": null, \"by_id\": {\"1\": {\"a\": 2}}");
        assertThat(places(restore.plan().survey()))
                .containsExactlyInAnyOrder("version", "exported_at", "tags", "meta", "owner", "by_id");
        assertThat(complete(restore).leftOut()).hasSize(6);
        db().execute("create table meta (host ${text})");
        complete(restore.except("tags"));
        assertThat(db().rows("select host from meta")).containsExactly("x");
    }

    @Test
    default void readsEmptyFilesOfWritersThatWriteThem() throws Exception {
        createShop();
        write("b/entries.json", "{\"sku\": \"A\", \"qty\": 1}\n{\"sku\": \"B\", \"qty\": 2}\n");
        write("b/site_setting.json", "");
        RestorePlan plan = restore(temp().resolve("b")).plan();
        assertThat(plan.feasible()).as(plan.describe()).isTrue();
        assertThat(plan.notes()).anyMatch(note -> note.contains("site_setting") && note.contains("empty"));
        restore(temp().resolve("b")).run();
        assertThat(settings()).isEmpty();
        assertThat(entries()).containsExactly("A|1", "B|2");
    }

    @Test
    default void emptiesATableThatIsNullAndSaysSo() throws Exception {
        createShop();
        RestoreReport report = complete(objectOfTables("\"site_setting\": null"));
        assertThat(settings()).isEmpty();
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("site_setting"));
    }

    @Test
    default void refusesTablesInTwoPlaces() throws Exception {
        createShop();
        assertThat(failsWithoutTrace(
                        BackupFormatException.class,
                        () -> restore(write(
                                        "all.json",
                                        "{\"data\": {\"customer\": [{\"id\": 1}]}, \"entries\": [{\"sku\": \"A\"}]}"))
                                .run()))
                .hasMessageContainingAll("\"data\"", "entries");
        write("c/data/customer.json", "[{\"id\": 1, \"name\": \"Ann\"}]");
        write("c/entries.json", "[{\"sku\": \"A\", \"qty\": 1}]");
        assertThat(refused(restore(temp().resolve("c"))).describe())
                .contains("entries.json", "not where the tables are");
    }

    private Restore orders(String... rows) throws Exception {
        db().execute(
                        "create table customer (id ${bigint} primary key, name ${text})",
                        "create table invoice (id ${bigint} primary key, customer_id ${bigint} references customer (id), clerk_id ${bigint})");
        write("b/customer.json", "[{\"id\": 1, \"name\": \"Ann\"}]");
        write("b/invoice.json", "[" + String.join(",", rows) + "]");
        return restore(temp().resolve("b"));
    }

    @Test
    default void aReferenceMayHaveTheNameOfWhatItRefersTo() throws Exception {
        RestoreReport report = orders("{\"id\": 7, \"customer\": 1}", "{\"id\": 8, \"customer\": null}")
                .run();
        assertThat(db().rows("select id, customer_id from invoice order by id")).containsExactly("7|1", "8|∅");
        assertThat(report.warnings())
                .anyMatch(warning -> warning.toLowerCase(Locale.ROOT).contains("customer_id"));
    }

    @Test
    default void aFieldBesideTheReferencesColumnIsNotTheReference() throws Exception {
        assertThatThrownBy(() -> orders("{\"id\": 7, \"customer_id\": 1, \"customer\": 1}")
                        .run())
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("Field customer of table invoice");
    }

    @Test
    default void theOtherRowIsNotAReference() throws Exception {
        assertThatThrownBy(
                        () -> orders("{\"id\": 7, \"customer\": {\"id\": 1}}").run())
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("Field customer of table invoice");
    }

    @Test
    default void aColumnThatIsNoReferenceKeepsItsOwnName() throws Exception {
        assertThatThrownBy(() -> orders("{\"id\": 7, \"clerk\": 1}").run())
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("Field clerk of table invoice");
    }
}
