package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A backup goes from one database into another of the same tables, and from there back. */
interface MusicStoreContract extends ContractCase {

    /** Returns another database to move to, empty, in a directory that is empty. */
    TestDatabase elsewhere(Path directory) throws Exception;

    @Test
    default void aMusicStoreMovesToAnotherDatabaseAndBack() throws Exception {
        MusicStore.create(db());
        MusicStore.fill(db());
        try (TestDatabase other = elsewhere(Files.createTempDirectory(temp(), "elsewhere"))) {
            MusicStore.create(other);
            Path there = temp().resolve("there.tar.gz");
            Backup.of(db().dataSource()).write(there);
            MusicStore.restored(there, other);
            assertThat(MusicStore.content(other)).isEqualTo(MusicStore.content(db()));
            other.execute("insert into artist (name) values ('new')");
            Path back = temp().resolve("back.zip");
            Backup.of(other.dataSource()).write(back);
            MusicStore.restored(back, db());
            assertThat(MusicStore.content(db())).isEqualTo(MusicStore.content(other));
            db().execute("insert into artist (name) values ('newer')");
        }
    }
}
