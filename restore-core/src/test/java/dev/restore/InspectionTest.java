package dev.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.Inspection;
import dev.restore.outcome.Inspection.InspectedField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds, told without a database. */
class InspectionTest {

    @TempDir
    Path directory;

    @Test
    void saysWhatIsInABackupOfAnotherWriter() throws Exception {
        Files.writeString(directory.resolve("users.json"), "[{\"id\":1,\"name\":\"Ann\"},{\"id\":2,\"name\":null}]");
        Files.writeString(directory.resolve("roles.ndjson"), "{\"id\":7}\n");
        Files.writeString(directory.resolve("metadata.json"), "{\"object_counts\":{\"users\":3,\"roles\":1}}");
        Files.writeString(directory.resolve("notes.txt"), "a note");

        Inspection inspection = Backup.inspect(directory);

        assertThat(inspection.rows()).isEqualTo(3);
        assertThat(inspection.origin()).isNull();
        assertThat(inspection.tables())
                .filteredOn(table -> table.table().equals("users"))
                .singleElement()
                .satisfies(users -> assertThat(users.fields())
                        .containsExactly(
                                new InspectedField("id", 2, Set.of(ValueKind.INTEGER)),
                                new InspectedField("name", 2, Set.of(ValueKind.TEXT, ValueKind.NULL))))
                .extracting(Inspection.InspectedTable::statedRows)
                .isEqualTo(3L);
        assertThat(inspection.countsStated()).isTrue();
        assertThat(inspection.differences()).singleElement().asString().contains("3 rows", "users", "2");
        assertThat(inspection.leftOut()).singleElement().asString().contains("notes.txt");
        assertThat(inspection.text())
                .contains("3 rows in 2 tables", "do not agree")
                .doesNotContain("Ann");
        assertThat(inspection.json()).contains("\"metadata_agrees\":false").doesNotContain("Ann");
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        Path damaged = Files.writeString(directory.resolve("users.json"), "[{\"id\":1},{\"id\":");
        assertThatThrownBy(() -> Backup.inspect(damaged)).isInstanceOf(BackupFormatException.class);
    }

    @Test
    void namesTheTablesWithoutReadingAllOfThem() throws Exception {
        Files.writeString(directory.resolve("roles.ndjson"), "{\"id\":7}\n");
        Files.writeString(directory.resolve("library.book.json"), "[{\"id\":1},{\"id\":2}]");
        Path damaged = Files.writeString(directory.resolve("users.json"), "[{\"id\":}]");

        assertThat(Backup.tables(BackupSource.of(directory), ReadLimits.forThisHeap(), Set.of("users")))
                .containsExactlyInAnyOrder("roles", "library.book");
        assertThatThrownBy(() -> Backup.tables(BackupSource.of(damaged), ReadLimits.forThisHeap(), Set.of()))
                .isInstanceOf(BackupFormatException.class);
    }
}
