package dev.restore.backup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Survey;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One page of several is not taken for everything without a word. */
class PageMarksTest {

    @TempDir
    Path directory;

    private Survey survey(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("file.json"), content);
        try (BackupReader reader = BackupFormats.open(BackupSource.of(file))) {
            return reader.survey(Long.MAX_VALUE, false, Set.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"id\":1}],\"total\":2}",
                "{\"totalItems\":20,\"items\":[{\"id\":1}]}",
                "{\"items\":[{\"id\":1}],\"has_more\":true}",
                "{\"count\":2,\"next\":null,\"previous\":null,\"results\":[{\"id\":1}]}",
                "{\"items\":[{\"id\":1}],\"settings\":{},\"total\":2}",
                "{\"took\":1,\"hits\":{\"total\":{\"value\":2},\"hits\":[{\"_index\":\"cat\",\"_source\":{\"id\":1}}]}}",
                "{\"meta\":[{\"name\":\"id\",\"type\":\"Int8\"}],\"data\":[{\"id\":1}],\"rows_before_limit_at_least\":9}",
                "{\"items\":[{\"id\":1}],\"nextPageToken\":\"x\"}",
                "{\"items\":[{\"id\":1}],\"links\":{\"prev\":null,\"next\":\"http://x\"}}",
                "{\"page\":{\"isLastPage\":false},\"items\":[{\"id\":1}]}",
                "{\"responseHeader\":{},\"response\":{\"numFound\":2,\"docs\":[{\"id\":1}]}}"
            })
    void saysThatThereIsMore(String content) throws IOException {
        assertThat(survey(content).leftOut())
                .extracting(LeftOut::what)
                .anyMatch(what -> what.contains("one page of several"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"id\":1}],\"total\":1,\"hasMore\":false,\"next\":null,\"nextLink\":\"\"}",
                "{\"items\":[{\"id\":1}],\"limit\":100,\"page\":{\"last\":true}}",
                "{\"total\":9,\"cats\":[{\"id\":1}],\"dogs\":[{\"id\":1}]}",
                "{\"items\":[{\"id\":1}],\"settings\":{\"done\":false}}"
            })
    void takesNothingElseForAPage(String content) throws IOException {
        assertThat(survey(content).leftOut())
                .extracting(LeftOut::what)
                .noneMatch(what -> what.contains("one page of several"));
    }
}
