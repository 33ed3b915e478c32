package dev.restore.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.RowSink;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is read of a backup is what was there when it was opened, in however many readings. */
class ChangedFilesTest {

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("child.ndjson"), "{\"id\":1}\n{\"id\":2}\n");
        Files.writeString(directory.resolve("parent.ndjson"), "{\"id\":1}\n");
    }

    private static List<Long> read(BackupReader reader, String table) {
        List<Long> numbers = new ArrayList<>();
        reader.read(table::equals, null, (RowSink<RuntimeException>) (name, row) -> numbers.add(row.number()));
        return numbers;
    }

    @Test
    void aFileThatChangedBeforeItIsReadIsRefused() throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(directory))) {
            Files.writeString(directory.resolve("child.ndjson"), "{\"id\":3}\n");

            assertThat(read(reader, "parent")).containsExactly(1L);
            assertThatThrownBy(() -> read(reader, "child"))
                    .isInstanceOf(BackupFormatException.class)
                    .hasMessageContaining("child.ndjson changed while it was read");
        }
    }

    @Test
    void aFileThatChangedAfterItWasReadIsNotReadAgain() throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(directory))) {
            assertThat(read(reader, "child")).containsExactly(1L, 2L);

            Files.writeString(directory.resolve("child.ndjson"), "{\"id\":3}\n");

            assertThat(read(reader, "parent")).containsExactly(1L);
            assertThatThrownBy(() -> read(reader, "child")).isInstanceOf(BackupFormatException.class);
        }
    }

    @Test
    void aSurveyMindsAllFiles() throws IOException {
        try (BackupReader reader = BackupFormats.open(BackupSource.of(directory))) {
            Files.writeString(directory.resolve("parent.ndjson"), "{\"id\":1}\n{\"id\":2}\n");

            assertThatThrownBy(() -> reader.survey(Long.MAX_VALUE, false)).isInstanceOf(BackupFormatException.class);
        }
    }
}
