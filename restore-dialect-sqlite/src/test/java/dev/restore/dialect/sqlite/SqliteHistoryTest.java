package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.Backup;
import dev.restore.history.JdbcRunHistory;
import dev.restore.outcome.HistoryException;
import dev.restore.testing.HistoryContract;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Histories in SQLite, each in a file of its own. */
class SqliteHistoryTest extends HistoryContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    public DataSource historyDatabase() {
        return TestDataSource.of("jdbc:sqlite:" + temp().resolve("history.db"), new Properties());
    }

    @Override
    protected Map<String, String> cannotKeep() {
        return Map.of("aSchemaMayHaveAnyName", "SQLite has no schemas");
    }

    @Override
    public String urlForAnotherProcess() {
        return "jdbc:sqlite:" + temp().resolve("other.db");
    }

    @Override
    public String historyUrl(String target) {
        return "jdbc:sqlite:" + temp().resolve("other-history.db");
    }

    @Test
    void aHistoryInTheFileOfTheRunIsRefused() throws Exception {
        createLibrary();
        fillLibrary();
        List<String> before = authors();
        JdbcRunHistory same = JdbcRunHistory.in(db().dataSource());
        assertThatThrownBy(restore(library()).history(same)::run)
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("Keep the history in a file of its own");
        assertThatThrownBy(() -> Backup.of(db().dataSource()).history(same).write(temp().resolve("backup2")))
                .isInstanceOf(HistoryException.class);
        assertThat(authors()).isEqualTo(before);
    }
}
