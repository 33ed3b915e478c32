package dev.restore.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.RestoreReport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes through a pipe can be read once, and is read as often as a restore needs it. */
class StandardInputTest {

    private static final String BACKUP = "{\"author\":[{\"id\":1,\"name\":\"Ursula\"},{\"id\":2,\"name\":\"Ann\"}]}";

    @TempDir
    private Path directory;

    private Restore restore(long limit) throws Exception {
        InputStream pipe = new ByteArrayInputStream(BACKUP.getBytes(UTF_8));
        BackupSource backup = new StandardInput(pipe, limit).backup();
        String url = new Session(directory).sqlite();
        return Restore.from(backup).into(new UrlDataSource(DatabaseUrl.parse(url), null, null));
    }

    @Test
    void isRestoredAsAFileWouldBe() throws Exception {
        Restore restore = restore(1000);

        assertThat(restore.plan().feasible()).isTrue();
        RestoreReport report = restore.run();

        assertThat(report.totals().inserted()).isEqualTo(2);
        assertThat(report.backup()).isEqualTo("standard input");
    }

    @Test
    void isKeptUpToALimit() throws Exception {
        Restore restore = restore(20);

        assertThatThrownBy(restore::run)
                .isInstanceOf(BackupFormatException.class)
                .hasMessageContaining("standard input")
                .hasMessageContaining("save it as a file");
    }

    @Test
    void isWhatAHyphenMeans() throws Exception {
        assertThat(new BackupArgument().convert("-").name()).isEqualTo("standard input");
    }
}
