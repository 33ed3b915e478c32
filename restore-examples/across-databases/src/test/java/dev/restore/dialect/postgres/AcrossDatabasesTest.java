package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.dialect.sqlite.SqliteDatabase;
import dev.restore.testing.H2Database;
import dev.restore.testing.MusicStore;
import dev.restore.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was backed up from one kind of database goes into another, and back from there without a change. */
class AcrossDatabasesTest {

    @TempDir
    private Path temp;

    private TestDatabase database(String kind) throws Exception {
        return switch (kind) {
            case "h2" -> new H2Database();
            case "sqlite" -> new SqliteDatabase(Files.createTempDirectory(temp, "sqlite"));
            default -> PostgresDatabase.ofOwner();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, h2",
        "postgresql, sqlite",
        "h2, postgresql",
        "h2, sqlite",
        "sqlite, postgresql",
        "sqlite, h2"
    })
    void aMusicStoreMovesThereAndBack(String from, String to) throws Exception {
        try (TestDatabase home = database(from);
                TestDatabase abroad = database(to)) {
            MusicStore.create(home);
            MusicStore.fill(home);
            MusicStore.create(abroad);
            var before = MusicStore.content(home);
            Path there = temp.resolve("there.tar.gz");
            Backup.of(home.dataSource()).write(there);
            MusicStore.restored(there, abroad);
            assertNextRowGoesIn(abroad);
            Path back = temp.resolve("back.zip");
            Backup.of(abroad.dataSource()).write(back);
            home.execute("delete from invoice", "delete from playlist_track");
            MusicStore.restored(back, home);
            home.execute("delete from artist where name = 'next'");
            assertThat(MusicStore.content(home)).isEqualTo(before);
            assertNextRowGoesIn(home);
        }
    }

    private static void assertNextRowGoesIn(TestDatabase database) throws SQLException {
        database.execute("insert into artist (name) values ('next')");
        assertThat(database.rows("select count(*) from artist where name = 'next'"))
                .containsExactly("1");
    }
}
