package dev.restore.dialect.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.outcome.PlanException;
import dev.restore.plan.Triggers;
import dev.restore.testing.DatabaseCase;
import dev.restore.testing.DatabaseState;
import dev.restore.testing.TestBackup;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SQLite has no way to disable a trigger, and dropping one must leave nothing behind. */
class SqliteTriggersTest extends DatabaseCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    private static TestBackup notes() {
        return new TestBackup().table("note", "{'id':1,'t':'barking dogs'}", "{'id':2,'t':'purring cats'}");
    }

    private List<String> triggers(Connection connection, String schema) throws SQLException {
        return db().rows(
                        connection,
                        "select name, tbl_name, sql from " + schema
                                + ".sqlite_schema where type = 'trigger' order by rowid");
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** SQLite fires the triggers of a table in an order that it does not promise, and on which somebody relies all the same. */
    @Test
    void triggersKeepTheirTextAndTheOrderInWhichTheyFire() throws Exception {
        db().execute(
                        "create table Note (id integer primary key, t text)",
                        "create table seen (n integer primary key, w text)",
                        "create trigger  \"b \"\"odd\"\" name\" after insert on note begin insert into seen (w) values ('b'); end",
                        "create trigger if not exists main.[a] after  INSERT on \"NOTE\" -- a comment; end\n"
                                + "when new.t <> 'it''s; end' begin insert into seen (w) values ('a'); select 1; end",
                        "create trigger c after insert on note begin insert into seen (w) values ('c'); end",
                        "create trigger other after insert on seen begin select 1; end");
        try (Connection connection = db().dataSource().getConnection()) {
            execute(connection, "insert into note values (90, 'x')");
            List<String> fired = db().rows(connection, "select w from seen order by n");
            assertThat(fired).hasSize(3);
            List<String> before = triggers(connection, "main").stream().sorted().toList();
            execute(connection, "delete from seen");
            for (int run = 0; run < 2; run++) {
                restore(notes()).triggers(Triggers.SUPPRESS).run();
            }
            assertThat(db().rows(connection, "select w from seen")).isEmpty();
            assertThat(triggers(connection, "main")).containsExactlyInAnyOrderElementsOf(before);
            execute(connection, "insert into note values (91, 'x')");
            assertThat(db().rows(connection, "select w from seen order by n")).isEqualTo(fired);
        }
    }

    @Test
    void temporaryTriggersAreSuppressedAndComeBackAsTemporaryOnes() throws Exception {
        db().execute("create table note (id integer primary key, t text)");
        try (Connection connection = db().dataSource().getConnection()) {
            execute(
                    connection,
                    "create temp table seen (w text)",
                    "create temp trigger kept after insert on main.note begin insert into seen values ('x'); end",
                    "create temp trigger gone before delete on note begin insert into seen values ('y'); end",
                    "insert into note values (9, 'old')",
                    "delete from seen");
            List<String> before = triggers(connection, "temp");
            assertThat(before).hasSize(2);
            connection.setAutoCommit(false);
            Restore.from(notes().directory(temp().resolve("notes")))
                    .into(connection)
                    .triggers(Triggers.SUPPRESS)
                    .run();
            connection.commit();
            assertThat(db().rows(connection, "select w from seen")).isEmpty();
            assertThat(triggers(connection, "temp")).isEqualTo(before);
            assertThat(triggers(connection, "main")).isEmpty();
            execute(connection, "insert into note values (10, 'new')");
            assertThat(db().rows(connection, "select w from seen")).containsExactly("x");
        }
    }

    @Test
    void aTemporaryTriggerOfWhichNobodyKnowsTheTableIsAProblem() throws Exception {
        db().execute("create table note (id integer primary key, t text)");
        Path backup = notes().directory(temp().resolve("notes"));
        try (Connection connection = db().dataSource().getConnection()) {
            execute(
                    connection,
                    "create temp trigger unclear after insert on note begin select 1; end",
                    "create temp table NOTE (id integer)");
            connection.setAutoCommit(false);
            PlanException failure = catchThrowableOfType(
                    PlanException.class,
                    () -> Restore.from(backup)
                            .into(connection)
                            .triggers(Triggers.SUPPRESS)
                            .run());
            assertThat(failure).hasMessageContaining("unclear");
            connection.rollback();
            assertThat(triggers(connection, "temp")).hasSize(1);
        }
    }

    private void createSearchedNotes() throws SQLException {
        db().execute(
                        "create table note (id integer primary key, t text)",
                        "create virtual table [note fts] using fts5(t, content='note', content_rowid='id')",
                        "create trigger note_touched after insert on note begin "
                                + "update note set t = t || ' touched' where id = new.id and t not like '%touched'; end",
                        "create trigger note_in after insert on note begin insert into \"note fts\" (rowid, t) "
                                + "values (new.id, new.t); end",
                        "create trigger note_out after delete on note begin insert into [note fts] ([note fts], rowid, t) "
                                + "values ('delete', old.id, old.t); end",
                        "create trigger note_changed after update on note begin insert into [note fts] ([note fts], rowid, t) "
                                + "values ('delete', old.id, old.t); insert into [note fts] (rowid, t) "
                                + "values (new.id, new.t); end");
    }

    private List<String> found(String word) throws SQLException {
        return db().rows("select rowid from \"note fts\" where \"note fts\" match '" + word + "' order by rowid");
    }

    /** Nothing but its triggers keeps such an index in step, which is damaged when rows go past them. */
    @Test
    void triggersThatKeepAFullTextIndexGoOnWithIt() throws Exception {
        createSearchedNotes();
        db().execute("insert into note values (5, 'old fish')");
        List<String> before = db().rows("select name, sql from sqlite_schema where type = 'trigger' order by rowid");
        restore(notes()).triggers(Triggers.SUPPRESS).run();
        assertThat(db().rows("select t from note order by id")).containsExactly("barking dogs", "purring cats");
        assertThat(found("fish")).isEmpty();
        assertThat(found("dogs")).containsExactly("1");
        db().execute("insert into [note fts] ([note fts], rank) values ('integrity-check', 1)");
        assertThat(db().rows("select name, sql from sqlite_schema where type = 'trigger' order by rowid"))
                .isEqualTo(before);
        db().execute("insert into note values (6, 'six')");
        assertThat(db().rows("select t from note where id = 6")).containsExactly("six touched");
    }

    @Test
    void theWayBackKeepsAFullTextIndexInStep() throws Exception {
        createSearchedNotes();
        db().execute("insert into note values (5, 'old fish')", "update note set t = 'older fish' where id = 5");
        List<String> before = db().rows("select id, t from note");
        Path saved = temp().resolve("before.tar.gz");
        restore(notes()).safetyBackup(saved).run();
        assertThat(db().rows("select t from note where id = 1")).containsExactly("barking dogs touched");
        assertThat(found("touched")).containsExactly("1", "2");
        Restore.undo(saved).into(db().dataSource()).run();
        assertThat(db().rows("select id, t from note")).isEqualTo(before);
        assertThat(found("older")).containsExactly("5");
        assertThat(found("dogs")).isEmpty();
        db().execute("insert into [note fts] ([note fts], rank) values ('integrity-check', 1)");
    }

    /** Names in apostrophes, rows that take the place of others by the declaration of their table, and rows that refer to what goes. */
    @Test
    void theWayBackBringsBackWhatTriggersChangeInWaysOfSqlite() throws Exception {
        db().execute(
                        "create table note (id integer primary key, t text)",
                        "create table tally (n int)",
                        "create table latest (k int unique on conflict replace, v int)",
                        "create table tag (note_id int references note)",
                        "insert into note values (5, 'x')",
                        "insert into tally values (1)",
                        "insert into latest values (1, 1)",
                        "create trigger noted after insert on note begin update 'tally' set n = n + 1;"
                                + " insert into latest values (1, new.id); insert into tag values (new.id); end");
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("before.tar.gz");
        restore(notes()).safetyBackup(saved).run();
        assertThat(db().rows("select n from tally")).containsExactly("3");
        Restore.undo(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
    }
}
