package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Backup;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.DrillReport.DrilledTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import dev.restore.testing.RandomContract.RandomRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was backed up is restored into a database that is made for that, and the evidence says what came back. */
interface DrillContract extends ContractCase {

    /** Skips a test where no embedded database is there to restore into. */
    static void assumeADatabaseForDrills() {
        boolean there = DriverManager.drivers()
                .map(driver -> driver.getClass().getName())
                .anyMatch(name -> name.startsWith("org.h2.") || name.startsWith("org.sqlite."));
        assumeTrue(there, "drills need H2 or SQLite on the class path of the tests");
    }

    private DrillReport drill(Path backup) throws Exception {
        assumeADatabaseForDrills();
        Path place = Files.createDirectories(temp().resolve("drills"));
        DrillReport report = Backup.drill(backup).in(place).run();
        assertThat(place).isEmptyDirectory();
        return report;
    }

    @Test
    default void aDrillSaysWhatCameBackAndWasChecked() throws Exception {
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("library.zip");
        Backup.of(db().dataSource()).except("audit").write(backup);
        DatabaseState before = DatabaseState.of(db());
        DrillReport report = drill(backup);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.rows()).isEqualTo(6);
        assertThat(report.tables()).allMatch(table -> table.notes().isEmpty());
        assertThat(report.tables().stream().mapToInt(DrilledTable::foreignKeys).sum())
                .isEqualTo(2);
        assertThat(report.text()).contains("every row came back").contains("foreign keys checked");
        assertThat(report.json()).contains("\"passed\":true");
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aDrillTakesRandomRowsOfEveryType() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, drill: -Drestore.seed=%d%n", db().dialect(), seed);
        db().execute("create table thing (" + RandomRows.COLUMNS + ", k ${json}, l ${time})");
        restore(new TestBackup().exactly("thing", new RandomRows(new Random(seed), 300).json()))
                .run();
        Path backup = temp().resolve("things");
        Backup.of(db().dataSource()).write(backup);
        DrillReport report = drill(backup);
        assertThat(report.passed()).as("seed %d: %s", seed, report.text()).isTrue();
    }

    @Test
    default void aDrillKeepsAsTextWhatItsDatabaseCannotHold() throws Exception {
        if (!db().dialect().equals("postgresql")) {
            return;
        }
        db().execute(
                        "create table era (id bigint primary key, ends date, since timestamp)",
                        "insert into era values (1, 'infinity', '0044-03-15 10:00 BC'), (2, '2024-02-29', null)");
        Path backup = temp().resolve("era.tar.gz");
        Backup.of(db().dataSource()).write(backup);
        DrillReport report = drill(backup);
        assertThat(report.passed()).as(report.text()).isTrue();
        report = Backup.drill(backup).against(db().dataSource()).run();
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.text()).contains("kept as text");
    }

    @Test
    default void aDrillSaysWhichForeignKeysItCouldNotCheck() throws Exception {
        createLibrary();
        restore(library()).run();
        Path books = temp().resolve("books");
        Backup.of(db().dataSource()).only("library_book").write(books);
        DrillReport report = drill(books);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.tables().get(0).notes()).singleElement().asString().contains("was not checked");
        Path some = temp().resolve("some");
        Backup.of(db().dataSource())
                .only("library*")
                .where("library_author", "id = 3")
                .write(some);
        report = drill(some);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.text()).contains("some of the rows only");
    }

    @Test
    default void aDrillTakesOtherFormatsByTheirValues() throws Exception {
        Path backup = library().directory(temp().resolve("plain"));
        DrillReport report = drill(backup);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.rows()).isEqualTo(5);
    }

    @Test
    default void aDrillThatKnowsNoKeysSaysWhereToTakeThemFrom() throws Exception {
        Path backup = library().directory(temp().resolve("plain"));
        assertThat(drill(backup).notes()).singleElement().asString().contains("no keys were checked", "--against");
    }

    @Test
    default void aDrillTakesTypesAndKeysFromADatabase() throws Exception {
        assumeADatabaseForDrills();
        createLibrary();
        fillLibrary();
        DatabaseState before = DatabaseState.of(db());
        Path backup = library().directory(temp().resolve("plain"));
        DrillReport report = Backup.drill(backup).against(db().dataSource()).run();
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.tables().stream().mapToInt(DrilledTable::foreignKeys).sum())
                .isEqualTo(2);
        assertThat(report.notes()).singleElement().asString().contains(db().dialect());
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void aDrillAgainstADatabaseTakesADjangoDump() throws Exception {
        db().execute(
                        "create table shop_tag (id ${identity}, label ${text} not null)",
                        "create table shop_item (id ${identity}, name ${text}, parent_id ${bigint} references shop_item (id))",
                        "create table shop_item_tags (id ${identity}, shop_item_id ${bigint} not null references shop_item (id), "
                                + "shop_tag_id ${bigint} not null references shop_tag (id))");
        String dump = "[{'model':'shop.tag','pk':5,'fields':{'label':'red'}},"
                + "{'model':'shop.item','pk':1,'fields':{'name':'a','parent':null,'tags':[5]}},"
                + "{'model':'shop.item','pk':2,'fields':{'name':'b','parent':1,'tags':[]}}]";
        Path good = Files.writeString(temp().resolve("dump.json"), dump.replace('\'', '"'));
        DrillReport alone = drill(good);
        assertThat(alone.passed()).as(alone.text()).isTrue();
        assertThat(alone.rows()).isEqualTo(3);
        assertThat(alone.notes()).singleElement().asString().contains("no keys but pk were checked");
        DrillReport report = Backup.drill(good).against(db().dataSource()).run();
        assertThat(report.passed()).as(report.text()).isTrue();
        Path bad = Files.writeString(
                temp().resolve("bad.json"), dump.replace("[5]", "[6]").replace('\'', '"'));
        assertThatThrownBy(() -> Backup.drill(bad).against(db().dataSource()).run())
                .isInstanceOf(RestoreException.class)
                .message()
                .containsIgnoringCase("shop_item_tags");
    }

    private void refusedAgainstTheLibrary(String before, String after) throws Exception {
        Path backup = library().directory(Files.createTempDirectory(temp(), "bad"));
        Path file = backup.resolve("library_book.json");
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
        assertThat(drill(backup).passed()).isTrue();
        assertThatThrownBy(() -> Backup.drill(backup).against(db().dataSource()).run())
                .isInstanceOf(RestoreException.class)
                .message()
                .containsIgnoringCase("library_book");
    }

    @Test
    default void aDrillAgainstADatabaseShowsWhatWouldBreakItsKeys() throws Exception {
        createLibrary();
        refusedAgainstTheLibrary("\"author_id\":9", "\"author_id\":999");
        refusedAgainstTheLibrary("\"id\":21", "\"id\":20");
        refusedAgainstTheLibrary("\"title\":\"Sand\"", "\"title\":\"Tides\"");
        refusedAgainstTheLibrary("\"title\":\"Sand\"", "\"title\":null");
        Path other = new TestBackup().table("nowhere", "{'id':1}").directory(temp().resolve("other"));
        assertThatThrownBy(() -> Backup.drill(other).against(db().dataSource()).run())
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    default void aDrillOfADamagedBackupEnds() throws Exception {
        assumeADatabaseForDrills();
        createLibrary();
        restore(library()).run();
        Path backup = temp().resolve("damaged");
        Backup.of(db().dataSource()).only("library_book").write(backup);
        try (var files = Files.walk(backup)) {
            Path part = files.filter(file -> file.toString().endsWith(".ndjson"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(part, Files.readString(part).replace("Tides", "Tidez"));
        }
        assertThatThrownBy(() -> Backup.drill(backup).run()).isInstanceOf(BackupFormatException.class);
    }
}
