package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.Age;
import dev.restore.history.JdbcRunHistory;
import dev.restore.history.RunRequest;
import dev.restore.history.RunStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Histories in H2. */
class H2HistoryTest extends HistoryContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    @Override
    public String urlForAnotherProcess() {
        return "jdbc:h2:file:" + temp().resolve("other").toAbsolutePath();
    }

    @Override
    public String urlForSeveralProcesses() {
        return urlForAnotherProcess() + ";AUTO_SERVER=TRUE";
    }

    /** H2 writes commits a while later: a process that is killed meanwhile must not take the entry of its run with it. */
    @Test
    void anEntryIsInTheFileWhenItHasBegun() throws Exception {
        Path file = temp().resolve("late.mv.db");
        String url = "jdbc:h2:file:" + temp().resolve("late").toAbsolutePath() + ";WRITE_DELAY=3600000";
        try (Connection open = DriverManager.getConnection(url)) {
            assertThat(open.isValid(1)).isTrue();
            RunStart run = HistoryRuns.start(RunRequest.by("ann"));
            JdbcRunHistory.in(TestDataSource.of(url, new Properties())).begin(run);
            Files.copy(file, temp().resolve("copy.mv.db"));
            String copy = "jdbc:h2:file:" + temp().resolve("copy").toAbsolutePath();
            assertThat(JdbcRunHistory.in(TestDataSource.of(copy, new Properties()))
                            .find(run.id()))
                    .isPresent();
        }
    }

    // Here, as the modules of the dialects do without the library for passphrases.
    @Test
    void noColumnHoldsAPassphrase() throws Exception {
        createLibrary();
        JdbcRunHistory history = history();
        Path encrypted = temp().resolve("secret.tar.gz.age");
        Backup.of(db().dataSource())
                .only("bystander")
                .encrypt(Age.passphrase("PASS5ecret".toCharArray()))
                .history(history)
                .write(encrypted);
        Restore.from(encrypted)
                .into(db().dataSource())
                .decrypt(Age.passphrase("PASS5ecret".toCharArray()))
                .history(history)
                .run();
        assertThat(columns()).anyMatch(text -> text.contains("COMPLETE")).noneMatch(text -> text.contains("5ecret"));
    }
}
