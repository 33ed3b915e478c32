package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.seed.SeedWorker;
import dev.restore.seed.SeedWorkers;
import dev.restore.testing.SeedingCase;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Seeding on SQLite. */
class SqliteSeedingTest extends SeedingCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    public List<String> ownMeans() {
        return List.of(
                "delete from sqlite_sequence",
                "update sqlite_sequence set seq = 3",
                "insert or replace into library_author (id, name) values (3, 'replaced')",
                "update keyless set a = '1'",
                "update keyless set a = 1.5, b = x'00ff'",
                "update keyless set rowid = rowid + 50",
                "pragma foreign_keys = 0; delete from library_book; pragma foreign_keys = 1",
                "create trigger scratch_trigger after insert on library_author begin delete from keyless; end",
                "create trigger scratch_other after delete on library_chapter begin insert into audit values ('t'); end",
                "drop trigger scratch_trigger",
                "drop trigger scratch_other",
                "vacuum",
                "reindex",
                "analyze");
    }

    @Test
    void aDatabaseBesideItHasItsSettingsAndIsDeleted() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("date_class", "TEXT");
        DataSource source = TestDataSource.of("jdbc:sqlite:" + temp().resolve("settings.db"), settings);
        Path file;
        try (SeedWorkers workers = SeedWorkers.of(source, empty -> {});
                SeedWorker worker = workers.take();
                Connection connection = worker.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            file = Path.of(connection.getMetaData().getURL().substring("jdbc:sqlite:".length()));
            assertThat(file).exists();
            statement.execute("create table event (day date)");
            try (PreparedStatement insert = connection.prepareStatement("insert into event values (?)")) {
                insert.setDate(1, Date.valueOf("2024-05-06"));
                insert.execute();
            }
            assertThat(db().rows(connection, "select typeof(day) from event")).containsExactly("text");
            assertThat(db().rows(connection, "select * from pragma_foreign_keys"))
                    .containsExactly("0");
        }
        assertThat(file.getParent()).doesNotExist();
    }
}
