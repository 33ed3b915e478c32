package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.DrillReport.DrilledTable;
import dev.restore.testing.RandomContract.RandomRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was backed up is restored into a database that is made for that, and the evidence says what came back. */
interface DrillContract extends ContractCase {

    private DrillReport drill(Path backup) throws Exception {
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
        db().execute("create table thing"
                + " (id ${bigint} primary key, a ${text}, b ${bigint}, c ${boolean}, d ${decimal}, e ${timestamp}, "
                + "f ${timestamptz}, g ${date}, h ${uuid}, i ${binary}, j ${double}, k ${json}, l ${time})");
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
    default void aDrillOfADamagedBackupEnds() throws Exception {
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
