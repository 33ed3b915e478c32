package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.Age;
import dev.restore.history.JdbcRunHistory;
import java.nio.file.Path;
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
