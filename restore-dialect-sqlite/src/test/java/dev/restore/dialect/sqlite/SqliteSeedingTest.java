package dev.restore.dialect.sqlite;

import dev.restore.testing.SeedingCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;

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
}
