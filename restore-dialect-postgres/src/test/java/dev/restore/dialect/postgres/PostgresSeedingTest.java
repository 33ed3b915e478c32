package dev.restore.dialect.postgres;

import dev.restore.testing.SeedingCase;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** Seeding on PostgreSQL as the owner of the database, with all foreign keys and triggers in force. */
class PostgresSeedingTest extends SeedingCase {

    private static PostgresDatabase shared;

    @BeforeAll
    static void createSharedDatabase() throws SQLException {
        shared = PostgresDatabase.ofOwner().reusingSessions();
    }

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return shared;
    }

    @Override
    public int mostStatements() {
        return 6;
    }

    @Override
    public List<String> ownMeans() {
        return means();
    }

    static List<String> means() {
        List<String> means = new ArrayList<>(
                List.of(
                        "truncate library_author cascade",
                        "truncate library_chapter restart identity",
                        "truncate keyless",
                        "alter sequence library_author_id_seq restart with 5",
                        "select setval('library_chapter_id_seq', 1000)",
                        "select nextval('library_book_id_seq')",
                        "rollback: truncate keyless",
                        "create or replace function scratch() returns trigger language plpgsql as "
                                + "'begin insert into audit values (''t'')@ return null@ end'",
                        "create trigger scratch_trigger after insert or delete on library_author execute function scratch()",
                        "alter table library_author enable always trigger scratch_trigger",
                        "drop trigger scratch_trigger on library_author",
                        "create rule scratch_rule as on insert to keyless do also insert into audit values ('r')",
                        "drop rule scratch_rule on keyless",
                        "vacuum full keyless",
                        "analyze",
                        "alter table keyless alter column b type varchar(77); alter table keyless alter column b type text",
                        "alter table keyless add column c int; alter table keyless drop column c",
                        "with gone as (delete from library_chapter returning *) insert into keyless select id, title from gone"));
        means.replaceAll(sql -> sql.replace('@', ';'));
        return means;
    }
}
