package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.seed.Fixture;
import dev.restore.seed.SeedWorker;
import dev.restore.seed.SeedWorkers;
import dev.restore.seed.SeededDatabase;
import dev.restore.testing.OneConnectionPool;
import dev.restore.testing.SeedingCase;
import dev.restore.testing.TestDataSource;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    /** Tests of another schema or process seed theirs, and a database takes one restore at a time. */
    @Test
    void aSeedWaitsForTheRestoreOfAnother() throws Exception {
        createSeededLibrary();
        AtomicInteger asked = new AtomicInteger();
        try (Connection other = db().dataSource().getConnection()) {
            other.setAutoCommit(false);
            db().rows(other, "select pg_advisory_xact_lock(" + 0x726573746f7265L + ")::text");
            TestDataSource source = () -> {
                if (asked.incrementAndGet() == 3) {
                    other.rollback();
                }
                return db().dataSource().getConnection();
            };
            try (SeededDatabase database = SeededDatabase.of(source)) {
                assertThat(database.reset(Fixture.of(chapters())).loaded()).isTrue();
                assertThat(asked.get()).isGreaterThan(3);
                assertLibrary();
            }
        }
    }

    /** Pools keep settings of connections that they did not make themselves. */
    @Test
    void aConnectionLeadsWhereItLedBeforeWhenItIsGivenBack() throws SQLException {
        String path = "select current_setting('search_path')";
        db().execute("create schema other");
        try (OneConnectionPool pool = new OneConnectionPool(db().dataSource().getConnection())) {
            try (Statement statement = pool.connection().createStatement()) {
                statement.execute("set search_path to public, other");
            }
            try (SeedWorkers workers = SeedWorkers.of(pool, empty -> {});
                    SeedWorker worker = workers.take()) {
                try (Connection connection = worker.dataSource().getConnection()) {
                    assertThat(db().rows(connection, path))
                            .singleElement()
                            .asString()
                            .startsWith("restore_seed_worker_")
                            .endsWith(", other");
                    connection.setAutoCommit(false);
                    assertThatThrownBy(() -> db().rows(connection, "select 1 / 0"))
                            .isInstanceOf(SQLException.class);
                }
                assertThat(db().rows(pool.connection(), path)).containsExactly("public, other");
                pool.connection().setAutoCommit(false);
                try (Connection connection = worker.dataSource().getConnection()) {
                    connection.rollback();
                    assertThat(db().rows(connection, "select current_schema()"))
                            .singleElement()
                            .asString()
                            .startsWith("restore_seed_worker_");
                }
                assertThat(db().rows(pool.connection(), path)).containsExactly("public, other");
                pool.connection().rollback();
                pool.connection().setAutoCommit(true);
            }
        }
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
