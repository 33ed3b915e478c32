package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.BackupSource;
import dev.restore.outcome.PlanException;
import dev.restore.seed.Fixture;
import dev.restore.seed.SeedException;
import dev.restore.seed.SeedReport;
import dev.restore.seed.SeedScope;
import dev.restore.seed.SeedWorker;
import dev.restore.seed.SeedWorkers;
import dev.restore.seed.SeededDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The state of a seed is put back, whatever has happened to it: rows, and the numbers that the next rows get. */
public interface SeedingContract extends ContractCase {

    /** Tables whose contents count. */
    List<String> TABLES = List.of("library_author", "library_book", "library_chapter", "audit", "bystander", "keyless");

    /** Returns whether only what has changed is put back. True, unless overridden. */
    default boolean putsBackOnlyChanges() {
        return true;
    }

    /** Returns how many statements a reset takes at most when two of twenty tables have changed. */
    default int mostStatements() {
        return 30;
    }

    /** Returns whether databases are made beside it. True, unless overridden. */
    default boolean hasSiblings() {
        return true;
    }

    /** Returns statements by which only this database can change the library. None, unless overridden. */
    default List<String> ownMeans() {
        return List.of();
    }

    /** Creates the library and more. */
    default void createSeededLibrary() throws SQLException {
        createLibrary();
        db().execute(
                        "create table library_chapter (id ${identity}, book_id ${bigint} not null "
                                + "references library_book (id) on delete cascade, title ${text})",
                        "create table keyless (a ${bigint}, b ${text})",
                        "insert into keyless values (1, 'x')",
                        "insert into keyless values (1, 'x')",
                        "insert into keyless values (2, null)",
                        "insert into audit values ('before')");
    }

    /** Returns the library and its chapters. */
    default Path chapters() throws IOException {
        return library()
                .table(
                        "library_chapter",
                        "{'id':1,'book_id':20,'title':'Ebb'}",
                        "{'id':2,'book_id':20,'title':'Flow'}",
                        "{'id':3,'book_id':21,'title':null}")
                .directory(temp().resolve("library"));
    }

    /** Returns all rows of all tables, and where their numbers stand. */
    default Map<String, List<String>> state() throws SQLException {
        Map<String, List<String>> state = new TreeMap<>();
        for (String table : TABLES) {
            state.put(
                    table, db().rows("select * from " + table).stream().sorted().toList());
        }
        List<String> numbers = new ArrayList<>();
        for (String query : db().numberQueries()) {
            for (String row : db().rows(query)) {
                if (TABLES.stream()
                        .anyMatch(table -> row.toLowerCase(Locale.ROOT).contains(table))) {
                    numbers.add(row);
                }
            }
        }
        state.put("numbers", numbers.stream().sorted().toList());
        return state;
    }

    @Test
    default void rowsAndNextNumbersAreTheSameAfterEachReset() throws Exception {
        createSeededLibrary();
        Fixture seed = Fixture.of(chapters());
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            SeedReport first = database.reset(seed);
            assertThat(first.loaded()).isTrue();
            assertThat(first.rows()).isEqualTo(8);
            assertLibrary();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                db().execute(
                                "insert into library_author (name) values ('Dee')",
                                "update library_book set title = 'Rain' where id = 20",
                                "delete from bystander",
                                "insert into keyless values (1, 'x')");
                ids.addAll(db().rows("select id from library_author where name = 'Dee'"));
                SeedReport again = database.reset(seed);
                assertThat(again.loaded()).isFalse();
                assertThat(again.restores()).isEqualTo(first.restores());
                assertLibrary();
                assertThat(db().rows("select a, b from keyless order by a, b")).containsExactly("1|x", "1|x", "2|∅");
            }
            assertThat(ids).hasSize(3);
            if (putsBackOnlyChanges()) {
                assertThat(ids.stream().distinct()).hasSize(1);
            }
        }
    }

    @Test
    default void onlyWhatHasChangedIsPutBack() throws Exception {
        if (!putsBackOnlyChanges()) {
            return;
        }
        createSeededLibrary();
        Fixture seed = Fixture.of(chapters());
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(seed);
            assertThat(database.reset(seed).rewritten()).isEmpty();
            db().execute("insert into audit values ('now')");
            assertThat(database.reset(seed).rewritten())
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase("audit");
            assertThat(database.reset(seed).rewritten()).isEmpty();
        }
    }

    @Test
    default void aResetTakesFewStatements() throws Exception {
        if (!putsBackOnlyChanges()) {
            return;
        }
        TestBackup rows = new TestBackup();
        for (int i = 0; i < 20; i++) {
            db().execute("create table part" + i + " (id ${identity}, name ${text})");
            rows.table("part" + i, "{'id':1,'name':'a'}", "{'id':2,'name':'b'}");
        }
        CountedStatements counted = new CountedStatements(db().dataSource());
        Fixture seed = Fixture.of(rows.directory(temp().resolve("parts")));
        try (SeededDatabase database = SeededDatabase.of(counted)) {
            database.reset(seed);
            for (int i = 0; i < 2; i++) {
                db().execute("insert into part3 (name) values ('c')", "update part7 set name = 'c' where id = 1");
                counted.take();
                assertThat(database.reset(seed).rewritten()).hasSize(2);
                assertThat(counted.take()).isLessThanOrEqualTo(mostStatements());
            }
        }
    }

    @Test
    default void keptTablesAreLeftAlone() throws Exception {
        createSeededLibrary();
        db().execute("create table flyway_schema_history (version ${bigint})");
        Fixture seed = Fixture.of(chapters()).keep("AUDIT");
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(seed);
            db().execute(
                            "insert into audit values ('now')",
                            "insert into flyway_schema_history values (7)",
                            "insert into keyless values (3, 'y')");
            database.reset(seed);
            assertThat(db().rows("select version from flyway_schema_history")).containsExactly("7");
            assertThat(db().rows("select note from audit")).contains("now");
            assertThat(db().rows("select a from keyless where a = 3")).isEmpty();
        }
    }

    @Test
    default void theScopeOfTheSeedLeavesOtherTablesAlone() throws Exception {
        createSeededLibrary();
        Fixture seed = Fixture.of(chapters()).scope(SeedScope.SEEDED);
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(seed);
            db().execute("insert into keyless values (3, 'y')", "delete from library_chapter");
            database.reset(seed);
            assertThat(db().rows("select a from keyless where a = 3")).hasSize(1);
            assertThat(db().rows("select id from library_chapter order by id")).containsExactly("1", "2", "3");
        }
    }

    @Test
    default void aTableOutsideThatRefersToRowsOfATestIsNamed() throws Exception {
        createSeededLibrary();
        db().execute("create table loan (id ${bigint} primary key, book_id ${bigint} references library_book (id))");
        Fixture seed = Fixture.of(chapters()).scope(SeedScope.SEEDED);
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(seed);
            db().execute(
                            "insert into library_book (id, author_id, title) values (99, 3, 'Lent')",
                            "insert into loan values (1, 99)");
            assertThatThrownBy(() -> database.reset(seed)).isInstanceOf(SeedException.class);
            assertThat(db().rows("select id, book_id from loan")).containsExactly("1|99");
            assertThat(db().rows("select title from library_book where id = 99"))
                    .containsExactly("Lent");
            db().execute("delete from loan");
            database.reset(seed);
            assertThat(books()).containsExactly("20|9|Tides|120", "21|3|Sand|∅");
        }
    }

    @Test
    default void oneSeedDoesNotSeeWhatTestsOfAnotherHaveWritten() throws Exception {
        createSeededLibrary();
        Fixture some = Fixture.of(chapters());
        Fixture other = Fixture.of(new TestBackup()
                .table("library_author", "{'id':1,'name':'Zed','boss':null}")
                .table("library_book")
                .table("library_chapter")
                .directory(temp().resolve("other")));
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(some);
            Map<String, List<String>> first = state();
            db().execute("insert into keyless values (3, 'y')", "delete from audit", "delete from library_chapter");
            database.reset(other);
            assertThat(authors()).containsExactly("1|Zed|∅");
            assertThat(books()).isEmpty();
            assertThat(db().rows("select a from keyless where a = 3")).isEmpty();
            assertThat(db().rows("select note from audit")).contains("before");
            database.reset(some);
            if (putsBackOnlyChanges()) {
                assertThat(state()).isEqualTo(first);
            }
            assertLibrary();
        }
    }

    @Test
    default void filesAreLoadedInOrderAndAddUp() throws Exception {
        createSeededLibrary();
        Path authors = new TestBackup()
                .table("library_author", "{'id':3,'name':'Ann','boss':null}")
                .directory(temp().resolve("authors"));
        Path books = new TestBackup()
                .table("library_book", "{'id':20,'author_id':3,'title':'Tides','pages':120}")
                .directory(temp().resolve("books"));
        Path more = new TestBackup()
                .table("library_author", "{'id':4,'name':'Bo','boss':3}")
                .directory(temp().resolve("more"));
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(Fixture.of(chapters()));
            SeedReport report = database.reset(Fixture.of(authors, books).and(BackupSource.of(more)));
            assertThat(report.restores()).hasSize(3);
            assertThat(authors()).containsExactly("3|Ann|∅", "4|Bo|3");
            assertThat(books()).containsExactly("20|3|Tides|120");
        }
    }

    @Test
    default void aSeedThatDoesNotFitSaysAllThatIsWrong() throws Exception {
        createSeededLibrary();
        Path wrong = new TestBackup()
                .table("library_author", "{'id':3,'nickname':'Ann'}")
                .table("nowhere", "{'id':1}")
                .directory(temp().resolve("wrong"));
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            assertThatThrownBy(() -> database.reset(Fixture.of(wrong)))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("nowhere")
                    .hasMessageContaining("nickname");
        }
    }

    @Test
    default void nothingIsLeftWhenItIsClosed() throws Exception {
        createSeededLibrary();
        DatabaseState before = DatabaseState.of(db());
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(Fixture.of(List.<BackupSource>of()).verify(true));
            db().execute("delete from keyless", "insert into keyless values (1, 'x')");
            database.reset(Fixture.of(List.<BackupSource>of()).verify(true));
        }
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    default void testsSideBySideHaveADatabaseEach() throws Exception {
        if (!hasSiblings()) {
            return;
        }
        db().execute("create table part (id ${identity}, name ${text})", "insert into part (name) values ('first')");
        DatabaseState before = DatabaseState.of(db());
        Fixture seed = Fixture.of(new TestBackup()
                .table("part", "{'id':1,'name':'a'}", "{'id':2,'name':'b'}")
                .directory(temp().resolve("parts")));
        List<DataSource> made = new ArrayList<>();
        SeedWorkers.Tables tables = empty -> {
            made.add(empty);
            execute(empty, "create table part (id ${identity}, name ${text} not null)");
        };
        try (SeedWorkers workers = SeedWorkers.of(db().dataSource(), tables)) {
            try (SeedWorker one = workers.take();
                    SeedWorker other = workers.take()) {
                assertThat(one.database().reset(seed).loaded()).isTrue();
                assertThat(other.database().reset(seed).loaded()).isTrue();
                execute(one.dataSource(), "delete from part where id = 1", "insert into part (name) values ('c')");
                assertThat(rows(other)).containsExactly("1|a", "2|b");
                assertThat(other.database().reset(seed).rewritten()).isEmpty();
                assertThat(one.database().reset(seed).rewritten()).hasSize(1);
                execute(one.dataSource(), "insert into part (name) values ('c')");
                execute(other.dataSource(), "insert into part (name) values ('d')");
                assertThat(rows(one)).containsExactly("1|a", "2|b", "3|c");
                assertThat(rows(other)).containsExactly("1|a", "2|b", "3|d");
            }
            try (SeedWorker again = workers.take()) {
                assertThat(again.database().reset(seed).loaded()).isFalse();
                assertThat(rows(again)).containsExactly("1|a", "2|b");
            }
            SeedWorker twice = workers.take();
            twice.close();
            try (SeedWorker one = workers.take()) {
                twice.close();
                try (SeedWorker other = workers.take()) {
                    assertThat(other.dataSource()).isNotSameAs(one.dataSource());
                }
            }
            assertThat(made).hasSize(2);
        }
        DatabaseState.of(db()).assertSameAs(before);
        try (Connection connection = db().dataSource().getConnection();
                ResultSet schemas = connection.getMetaData().getSchemas()) {
            while (schemas.next()) {
                assertThat(schemas.getString(1)).doesNotStartWithIgnoringCase("restore_seed");
            }
        }
    }

    /** Runs statements by another data source. */
    private void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(db().inWords(each));
            }
        }
    }

    private List<String> rows(SeedWorker worker) throws SQLException {
        try (Connection connection = worker.dataSource().getConnection()) {
            return db().rows(connection, "select id, name from part order by id");
        }
    }

    /** Whatever SQL does to the tables, the reset gives the state of the seed, or says that it cannot. */
    @Test
    default void theStateIsPutBackWhateverHasHappened() throws Exception {
        if (!putsBackOnlyChanges()) {
            return;
        }
        createSeededLibrary();
        long number = Long.getLong("restore.seeding.seed", new Random().nextLong());
        Adversary adversary = new Adversary(db(), ownMeans(), new Random(number));
        Fixture seed = Fixture.of(chapters()).verify(true);
        try (SeededDatabase database = SeededDatabase.of(db().dataSource())) {
            database.reset(seed);
            Map<String, List<String>> wanted = state();
            for (int i = 0; i < Integer.getInteger("restore.seeding.rounds", 10); i++) {
                List<String> done = adversary.act();
                String told = "-Drestore.seeding.seed=" + number + ", round " + i + ": " + done;
                try {
                    database.reset(seed);
                } catch (SeedException e) {
                    assertThat(adversary.altered())
                            .as("%s; %s", told, e.getMessage())
                            .isTrue();
                    adversary.repair();
                    database.reset(seed);
                } catch (RuntimeException e) {
                    throw new AssertionError(told, e);
                }
                assertThat(state()).as(told).isEqualTo(wanted);
                assertForeignKeysEnforced();
            }
        }
    }

    /** Changes a library by all means of SQL. */
    final class Adversary {

        private static final String ADD = "alter table library_chapter add column extra ${bigint}";
        private static final String DROP = "alter table library_chapter drop column extra";

        private final TestDatabase db;
        private final Random random;
        private final List<String> means = new ArrayList<>();
        private boolean altered;

        Adversary(TestDatabase db, List<String> ownMeans, Random random) {
            this.db = db;
            this.random = random;
            means.addAll(ownMeans);
            means.addAll(List.of(
                    "insert into library_author (name) values ('Dee')",
                    "insert into library_author (id, name) values (70, 'Far')",
                    "insert into library_book (author_id, title) values (3, 'New')",
                    "insert into library_chapter (book_id, title) values (21, 'New')",
                    "update library_author set boss = 9 where id = 7",
                    "update library_author set boss = null, name = 'nobody'",
                    "update library_book set title = case id when 20 then 'Sand2' else 'Tides2' end",
                    "update library_book set pages = pages",
                    "update library_chapter set title = case id when 1 then 'Flow' when 2 then 'Ebb' else title end",
                    "update library_chapter set id = id + 100",
                    "delete from library_book where id = 20",
                    "delete from library_chapter where id = 3",
                    "delete from keyless",
                    "delete from keyless where a = 2",
                    "insert into keyless values (1, 'x')",
                    "insert into keyless select a, b from keyless",
                    "update keyless set b = 'X' where b = 'x'",
                    "delete from audit",
                    "insert into bystander values (2, 'new')",
                    "delete from bystander",
                    "rollback: delete from library_chapter",
                    "rollback: insert into library_author (name) values ('gone')",
                    "rollback: update keyless set a = 5",
                    "create table scratch (id ${bigint} primary key)",
                    "drop table scratch",
                    "create index scratch_index on library_book (pages)",
                    "drop index scratch_index",
                    "create view scratch_view as select a from keyless",
                    "drop view scratch_view",
                    "delete from library_chapter where id = 1; "
                            + "insert into library_chapter (id, book_id, title) values (1, 20, 'Ebb')",
                    "delete from library_chapter; delete from library_book; delete from library_author",
                    ADD));
        }

        /** Does some of it. Returns what was done. */
        List<String> act() throws SQLException {
            List<String> done = new ArrayList<>();
            int times = 1 + random.nextInt(6);
            for (int i = 0; i < times; i++) {
                String sql = means.get(random.nextInt(means.size()));
                if (run(sql)) {
                    done.add(sql);
                    altered |= sql.equals(ADD);
                }
            }
            return done;
        }

        /** Returns whether it has altered a table of the state. */
        boolean altered() {
            return altered;
        }

        void repair() throws SQLException {
            db.execute(DROP);
            altered = false;
        }

        private boolean run(String sql) throws SQLException {
            boolean undone = sql.startsWith("rollback: ");
            try (Connection connection = db.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(!undone);
                for (String each : sql.replace("rollback: ", "").split("; ")) {
                    statement.execute(db.inWords(each));
                }
                if (undone) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                return true;
            } catch (SQLException refused) {
                return false;
            }
        }
    }
}
