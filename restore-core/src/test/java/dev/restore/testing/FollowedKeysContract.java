package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that is found by another key than its primary one keeps its own, and whoever refers to the backup's row refers to it. */
interface FollowedKeysContract extends ContractCase {

    private Restore appending(TestBackup backup) throws Exception {
        return freshly(backup).mode(Mode.APPEND);
    }

    private static ConflictPolicy policy(String action) {
        return action.equals("skip") ? ConflictPolicy.skip() : ConflictPolicy.update();
    }

    /** Members of whom number 2 is somebody else in the backup, and what they have written, in tables on both sides of theirs. */
    private void createClub() throws SQLException {
        db().execute(
                        "create table m_member (id ${bigint} primary key, login ${text} not null unique, "
                                + "mail ${text} unique, age ${bigint})",
                        "create table a_note (id ${bigint} primary key, member_id ${bigint} not null references m_member (id))",
                        "create table z_note (id ${bigint} primary key, member_id ${bigint} references m_member (id), "
                                + "reader_id ${bigint} references m_member (id))",
                        "insert into m_member values (1, 'ann', 'a@x', 30)",
                        "insert into m_member values (2, 'guest', 'g@x', 40)",
                        "insert into m_member values (5, 'eve', 'e@x', 50)",
                        "insert into a_note values (10, 1)",
                        "insert into a_note values (11, 2)");
    }

    private TestBackup club() {
        return new TestBackup()
                .table("a_note", "{'id':20,'member_id':2}", "{'id':21,'member_id':1}", "{'id':22,'member_id':7}")
                .table(
                        "m_member",
                        "{'id':2,'login':'ann','mail':'a@x','age':31}",
                        "{'id':7,'login':'new','mail':'n@x','age':1}",
                        "{'id':1,'login':'eve','mail':'e@x','age':51}")
                .table(
                        "z_note",
                        "{'id':30,'member_id':2,'reader_id':1}",
                        "{'id':31,'member_id':null,'reader_id':7}",
                        "{'id':32,'member_id':null,'reader_id':null}");
    }

    private List<String> members() throws SQLException {
        return db().rows("select id, login, age from m_member order by id");
    }

    private void assertClub(long annsAge, long evesAge) throws SQLException {
        assertThat(members()).containsExactly("1|ann|" + annsAge, "2|guest|40", "5|eve|" + evesAge, "7|new|1");
        assertThat(db().rows("select id, member_id from a_note order by id"))
                .containsExactly("10|1", "11|2", "20|1", "21|5", "22|7");
        assertThat(db().rows("select id, member_id, reader_id from z_note order by id"))
                .containsExactly("30|1|5", "31|∅|7", "32|∅|∅");
    }

    @ParameterizedTest
    @CsvSource({"update,50000", "update,1", "skip,50000", "skip,1", "skip,2"})
    default void referencesFollowToTheRowThatIsThere(String action, int batchRows) throws Exception {
        createClub();
        for (int run = 0; run < 2; run++) {
            Restore restore = appending(club())
                    .onConflict("m_member", policy(action).by("login"))
                    .onConflict("a_note", ConflictPolicy.skip())
                    .onConflict("z_note", ConflictPolicy.update())
                    .batchRows(batchRows)
                    .verify(Verify.CONTENT);
            assertThat(restore.plan().describe()).containsIgnoringCase("a_note").contains("does not declare");
            RestoreReport report = restore.run();
            assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(report.warnings())
                    .anySatisfy(warning -> assertThat(warning)
                            .containsIgnoringCase("m_member")
                            .contains("2 rows", "references were led"));
            assertClub(action.equals("skip") ? 30 : 31, action.equals("skip") ? 50 : 51);
        }
    }

    @Test
    default void followsInTheCallersTransaction() throws Exception {
        createClub();
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Restore.from(club().directory(Files.createTempDirectory(temp(), "backup")))
                    .into(connection)
                    .mode(Mode.APPEND)
                    .onConflict("m_member", ConflictPolicy.update().by("login"))
                    .run();
            connection.commit();
        }
        assertClub(31, 51);
    }

    @Test
    default void aNumberThatNobodyMeansIsStillAnError() throws Exception {
        createClub();
        TestBackup backup = new TestBackup()
                .table("m_member", "{'id':1,'login':'ann'}", "{'id':2,'login':'another'}")
                .table("z_note", "{'id':30,'member_id':2,'reader_id':1}", "{'id':31,'member_id':1,'reader_id':1}");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> appending(backup)
                        .onConflict("m_member", ConflictPolicy.skip().by("login"))
                        .run());
        assertThat(failure.row().row()).isEqualTo(2);
        RestoreReport report = appending(backup)
                .onConflict("m_member", ConflictPolicy.skip().by("login"))
                .onRowError(RowErrors.reject())
                .run();
        assertThat(report.totals().rejected()).isEqualTo(2);
        assertThat(db().rows("select id, member_id, reader_id from z_note")).containsExactly("31|1|1");
    }

    /** Number 5 is somebody in the database, and who is number 5 in the backup is not in it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50_000})
    default void aNumberThatTheBackupDoesNotHoldIsNobodyElses(int batchRows) throws Exception {
        createClub();
        TestBackup backup = new TestBackup()
                .table("a_note", "{'id':20,'member_id':7}", "{'id':21,'member_id':5}")
                .table("m_member", "{'id':7,'login':'new'}", "{'id':8,'login':'ann'}");
        Restore restore = appending(backup)
                .onConflict("m_member", ConflictPolicy.skip().by("login"))
                .batchRows(batchRows);
        LoadException failure = failsWithoutTrace(LoadException.class, restore::run);
        assertThat(failure.row().row()).isEqualTo(2);
        assertThat(failure.row().column()).isEqualToIgnoringCase("member_id");
        assertThat(failure).message().contains("the backup does not hold").containsIgnoringCase("m_member");
        RestoreReport report = restore.onRowError(RowErrors.reject()).run();
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(db().rows("select id, member_id from a_note order by id")).containsExactly("10|1", "11|2", "20|7");
    }

    /** Where every row has its own number still, a number means the same there as here. */
    @Test
    default void aNumberThatTheBackupDoesNotHoldIsKeptWhereNoneIsAnother() throws Exception {
        createClub();
        TestBackup backup = new TestBackup()
                .table("a_note", "{'id':20,'member_id':5}")
                .table("m_member", "{'id':1,'login':'ann'}", "{'id':7,'login':'new'}");
        appending(backup)
                .onConflict("m_member", ConflictPolicy.skip().by("login"))
                .run();
        assertThat(db().rows("select id, member_id from a_note order by id")).containsExactly("10|1", "11|2", "20|5");
    }

    /** Rows of one table refer to each other, so that which are in the backup is known only when all were read. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50_000})
    default void withinOneTableTooANumberIsNobodyElses(int batchRows) throws Exception {
        db().execute(
                        "create table node (id ${bigint} primary key, name ${text} not null unique, up ${bigint} references node (id))",
                        "insert into node values (1, 'root', null)",
                        "insert into node values (2, 'other', 1)");
        Restore restore = appending(new TestBackup()
                        .table(
                                "node",
                                "{'id':10,'name':'first','up':12}",
                                "{'id':11,'name':'lost','up':2}",
                                "{'id':12,'name':'root','up':null}",
                                "{'id':13,'name':'last','up':10}"))
                .onConflict("node", ConflictPolicy.skip().by("name"))
                .batchRows(batchRows);
        LoadException failure = failsWithoutTrace(LoadException.class, restore::run);
        assertThat(failure.row().row()).isEqualTo(2);
        restore.onRowError(RowErrors.reject()).run();
        assertThat(db().rows("select id, name, up from node order by id"))
                .containsExactly("1|root|∅", "2|other|1", "10|first|1", "13|last|10");
    }

    @Test
    default void rejectedRowsAreWrittenAsTheyWere() throws Exception {
        createClub();
        db().execute("insert into z_note values (30, 1, 1)");
        Path rejects = temp().resolve("rejects");
        RestoreReport report = appending(club())
                .onConflict("m_member", ConflictPolicy.update().by("login"))
                .onRowError(RowErrors.reject())
                .rejectsTo(rejects)
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE_WITH_LOSS);
        assertThat(report.totals().rejected()).isEqualTo(1);
        try (Stream<Path> files = Files.walk(rejects)) {
            List<String> written = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.add(Files.readString(file));
            }
            assertThat(written)
                    .anySatisfy(text -> assertThat(text).contains("\"id\":30,\"member_id\":2,\"reader_id\":1"));
        }
        assertThat(db().rows("select id, member_id from a_note order by id"))
                .containsExactly("10|1", "11|2", "20|1", "21|5", "22|7");
    }

    @Test
    default void severalRowsOfTheBackupMayBeTheSameRow() throws Exception {
        createClub();
        TestBackup backup = new TestBackup()
                .table(
                        "m_member",
                        "{'id':8,'login':'ann'}",
                        "{'id':9,'login':'ann'}",
                        "{'id':60,'login':'twice'}",
                        "{'id':61,'login':'twice'}")
                .table("z_note", "{'id':1,'member_id':8,'reader_id':9}", "{'id':2,'member_id':60,'reader_id':61}");
        appending(backup)
                .onConflict("m_member", ConflictPolicy.skip().by("login"))
                .run();
        assertThat(db().rows("select id, member_id, reader_id from z_note order by id"))
                .containsExactly("1|1|1", "2|60|60");
    }

    /** One number of the backup for two people: whoever refers to it means nobody knows whom. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50_000})
    default void aKeyThatMeansTwoRowsIsRefused(int batchRows) throws Exception {
        createClub();
        TestBackup backup = new TestBackup()
                .table("m_member", "{'id':8,'login':'ann'}", "{'id':8,'login':'eve'}")
                .table("z_note", "{'id':1,'member_id':8,'reader_id':null}");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> appending(backup)
                        .onConflict("m_member", ConflictPolicy.skip().by("login"))
                        .batchRows(batchRows)
                        .run());
        assertThat(failure.row().row()).isEqualTo(2);
        assertThat(failure).hasMessageContaining("ambiguous");
    }

    @Test
    default void referencesByOtherKeysFollowAsWell() throws Exception {
        db().execute(
                        "create table person (id ${bigint} primary key, login ${text} unique, mail ${text} unique)",
                        "create table by_login (id ${bigint} primary key, login ${text} references person (login))",
                        "create table by_mail (id ${bigint} primary key, mail ${text} references person (mail))",
                        "insert into person values (1, 'root', 'r@x')",
                        "insert into person values (2, 'admin', 'other@x')");
        TestBackup backup = new TestBackup()
                .table("by_login", "{'id':1,'login':'admin'}")
                .table("by_mail", "{'id':1,'mail':'r@x'}")
                .table("person", "{'id':1,'login':'admin','mail':'r@x'}");
        appending(backup).onConflict("person", ConflictPolicy.skip()).run();
        assertThat(db().rows("select login from by_login")).containsExactly("root");
        assertThat(db().rows("select mail from by_mail")).containsExactly("r@x");
        appending(new TestBackup()
                        .table("by_login", "{'id':2,'login':'boss'}")
                        .table("by_mail", "{'id':2,'mail':'other@x'}")
                        .table("person", "{'id':9,'login':'boss','mail':'other@x'}"))
                .onConflict("person", ConflictPolicy.update().by("mail"))
                .run();
        assertThat(db().rows("select login from by_login where id = 2")).containsExactly("boss");
        assertThat(db().rows("select id, login, mail from person order by id"))
                .containsExactly("1|root|r@x", "2|boss|other@x");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50_000})
    default void rowsOfTheSameTableFollow(int batchRows) throws Exception {
        db().execute(
                        "create table folder (id ${bigint} primary key, name ${text} not null unique, "
                                + "parent_id ${bigint} references folder (id))",
                        "insert into folder values (1, 'inbox', null)",
                        "insert into folder values (2, 'root', null)");
        RestoreReport report = appending(new TestBackup()
                        .table(
                                "folder",
                                "{'id':3,'name':'early','parent_id':1}",
                                "{'id':1,'name':'root','parent_id':null}",
                                "{'id':4,'name':'late','parent_id':1}",
                                "{'id':5,'name':'inbox','parent_id':2}",
                                "{'id':6,'name':'deep','parent_id':3}",
                                "{'id':7,'name':'self','parent_id':7}"))
                .onConflict("folder", ConflictPolicy.skip().by("name"))
                .batchRows(batchRows)
                .verify(Verify.CONTENT)
                .run();
        assertThat(report.totals().read()).isEqualTo(6);
        assertThat(report.totals().inserted()).isEqualTo(4);
        assertThat(db().rows("select id, name, parent_id from folder order by id"))
                .containsExactly("1|inbox|∅", "2|root|∅", "3|early|2", "4|late|2", "6|deep|3", "7|self|7");
    }

    /** The key by which a folder is found holds its parent, which is another one in the database. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void chainsAreFollowedFromTheRootsOn(boolean rootsFirst) throws Exception {
        db().execute(
                        "create table folder (id ${bigint} primary key, name ${text} not null, "
                                + "parent_id ${bigint} references folder (id), place ${bigint} not null, unique (place, name))",
                        "create table page (id ${bigint} primary key, folder_id ${bigint} not null references folder (id))",
                        "insert into folder values (1, 'root', null, 0)",
                        "insert into folder values (2, 'a', 1, 1)",
                        "insert into folder values (3, 'b', 2, 2)");
        List<String> rows = new ArrayList<>(List.of(
                "{'id':11,'name':'root','parent_id':null,'place':0}",
                "{'id':12,'name':'a','parent_id':11,'place':1}",
                "{'id':13,'name':'b','parent_id':12,'place':2}",
                "{'id':14,'name':'c','parent_id':13,'place':3}"));
        if (!rootsFirst) {
            Collections.reverse(rows);
        }
        appending(new TestBackup()
                        .table("folder", rows.toArray(String[]::new))
                        .table("page", "{'id':1,'folder_id':13}", "{'id':2,'folder_id':14}"))
                .onConflict("folder", ConflictPolicy.update().by("place,name"))
                .run();
        assertThat(db().rows("select id, name, parent_id from folder order by id"))
                .containsExactly("1|root|∅", "2|a|1", "3|b|2", "14|c|3");
        assertThat(db().rows("select id, folder_id from page order by id")).containsExactly("1|3", "2|14");
    }

    @Test
    default void aRowThatIsSkippedKeepsItsReference() throws Exception {
        db().execute(
                        "create table folder (id ${bigint} primary key, name ${text} not null unique, "
                                + "parent_id ${bigint} references folder (id))",
                        "insert into folder values (1, 'a', null)",
                        "insert into folder values (5, 'x', null)");
        appending(new TestBackup()
                        .table(
                                "folder",
                                "{'id':5,'name':'a','parent_id':6}",
                                "{'id':7,'name':'c','parent_id':6}",
                                "{'id':6,'name':'b','parent_id':5}"))
                .onConflict("folder", ConflictPolicy.skip().by("name"))
                .run();
        assertThat(db().rows("select id, name, parent_id from folder order by id"))
                .containsExactly("1|a|∅", "5|x|∅", "6|b|1", "7|c|6");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void aKeyMayHoldAReferenceToTheTableItself(boolean rootsFirst) throws Exception {
        db().execute(
                        "create table folder (id ${bigint} primary key, parent_id ${bigint} references folder (id), "
                                + "name ${text} not null, unique (parent_id, name))",
                        "insert into folder values (0, 0, 'top')",
                        "insert into folder values (1, 0, 'a')",
                        "insert into folder values (2, 1, 'a')",
                        "insert into folder values (3, 2, 'a')",
                        "insert into folder values (13, 0, 'z')");
        List<String> rows = new ArrayList<>(List.of(
                "{'id':0,'parent_id':0,'name':'top'}",
                "{'id':11,'parent_id':0,'name':'a'}",
                "{'id':12,'parent_id':11,'name':'a'}",
                "{'id':13,'parent_id':12,'name':'a'}",
                "{'id':14,'parent_id':13,'name':'a'}"));
        if (!rootsFirst) {
            Collections.reverse(rows);
        }
        Restore restore = appending(new TestBackup().table("folder", rows.toArray(String[]::new)))
                .onConflict("folder", ConflictPolicy.skip().by("parent_id,name"));
        if (!rootsFirst) {
            // What a row collides with before its parent is known cannot be told from a bad row.
            failsWithoutTrace(LoadException.class, restore::run);
            return;
        }
        restore.run();
        assertThat(db().rows("select id, parent_id, name from folder order by id"))
                .containsExactly("0|0|top", "1|0|a", "2|1|a", "3|2|a", "13|0|z", "14|3|a");
    }

    @Test
    default void tablesInACircleFollow() throws Exception {
        if (!db().can(Ability.ALTER_ADDS_CONSTRAINTS)) {
            db().execute(
                            "create table team (id ${bigint} primary key, name ${text} unique, lead_id ${bigint} "
                                    + "references player (id))",
                            "create table player (id ${bigint} primary key, name ${text} unique, team_id ${bigint} "
                                    + "references team (id))");
        } else {
            db().execute(
                            "create table team (id ${bigint} primary key, name ${text} unique, lead_id ${bigint})",
                            "create table player (id ${bigint} primary key, name ${text} unique, team_id ${bigint} "
                                    + "references team (id))",
                            "alter table team add constraint team_lead foreign key (lead_id) references player (id)");
        }
        db().execute(
                        "insert into team values (1, 'red', null)",
                        "insert into team values (2, 'blue', null)",
                        "insert into player values (1, 'Zoe', 2)",
                        "insert into player values (2, 'Abe', 1)");
        appending(new TestBackup()
                        .table("player", "{'id':1,'name':'Abe','team_id':2}", "{'id':3,'name':'Lee','team_id':1}")
                        .table("team", "{'id':2,'name':'red','lead_id':1}", "{'id':1,'name':'blue','lead_id':3}"))
                .onConflict(ConflictPolicy.update().by("name"))
                .run();
        assertThat(db().rows("select id, name, lead_id from team order by id")).containsExactly("1|red|2", "2|blue|3");
        assertThat(db().rows("select id, name, team_id from player order by id"))
                .containsExactly("1|Zoe|2", "2|Abe|1", "3|Lee|2");
    }

    private void createRealms() throws SQLException {
        db().execute(
                        "create table realm (id ${bigint} primary key, code ${text} not null unique)",
                        "create table account (realm_id ${bigint} references realm (id), nr ${bigint}, name ${text}, "
                                + "primary key (realm_id, nr))",
                        "create table booking (id ${bigint} primary key, realm_id ${bigint} not null references realm (id), "
                                + "nr ${bigint}, foreign key (realm_id, nr) references account (realm_id, nr))",
                        "insert into realm values (1, 'eu')",
                        "insert into realm values (2, 'us')",
                        "insert into account values (1, 7, 'theirs')",
                        "insert into account values (2, 5, 'american')");
    }

    /** A key that holds a reference changes with it, and so do the references to that key. */
    @Test
    default void keysThatHoldReferencesChangeWithThem() throws Exception {
        createRealms();
        appending(new TestBackup()
                        .table("booking", "{'id':1,'realm_id':2,'nr':3}", "{'id':2,'realm_id':2,'nr':null}")
                        .table("account", "{'realm_id':2,'nr':3,'name':'ours'}")
                        .table("realm", "{'id':2,'code':'eu'}"))
                .onConflict("realm", ConflictPolicy.skip().by("code"))
                .verify(Verify.CONTENT)
                .run();
        assertThat(db().rows("select realm_id, nr, name from account order by realm_id, nr"))
                .containsExactly("1|3|ours", "1|7|theirs", "2|5|american");
        assertThat(db().rows("select id, realm_id, nr from booking order by id"))
                .containsExactly("1|1|3", "2|1|∅");
    }

    /** The account is not of the backup, so that nobody says what it is under the other realm. */
    @Test
    default void aReferenceIsNotTornApart() throws Exception {
        createRealms();
        db().execute("insert into account values (1, 5, 'somebody else')");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> appending(new TestBackup()
                                .table("booking", "{'id':1,'realm_id':2,'nr':5}")
                                .table("realm", "{'id':2,'code':'eu'}"))
                        .onConflict("realm", ConflictPolicy.skip().by("code"))
                        .run());
        assertThat(failure.row().table()).isEqualToIgnoringCase("booking");
        assertThat(failure.row().row()).isEqualTo(1);
    }

    @Test
    default void compositeReferencesFollow() throws Exception {
        db().execute(
                        "create table place (country ${text}, code ${bigint}, name ${text} unique, primary key (country, code))",
                        "create table visit (id ${bigint} primary key, country ${text}, code ${bigint}, "
                                + "foreign key (country, code) references place (country, code))",
                        "insert into place values ('de', 1, 'Ulm')",
                        "insert into place values ('fr', 1, 'Brest')");
        appending(new TestBackup()
                        .table(
                                "place",
                                "{'country':'fr','code':1,'name':'Ulm'}",
                                "{'country':'it','code':4,'name':'Rome'}")
                        .table(
                                "visit",
                                "{'id':1,'country':'fr','code':1}",
                                "{'id':2,'country':'it','code':4}",
                                "{'id':3,'country':null,'code':1}"))
                .onConflict("place", ConflictPolicy.update().by("name"))
                .run();
        assertThat(db().rows("select id, country, code from visit order by id"))
                .containsExactly("1|de|1", "2|it|4", "3|∅|1");
    }

    /** The child's row is the parent's: its key is the reference. */
    @ParameterizedTest
    @ValueSource(strings = {"skip", "update"})
    default void inheritedKeysFollow(String action) throws Exception {
        db().execute(
                        "create table base (id ${bigint} primary key, code ${text} unique)",
                        "create table special (base_id ${bigint} primary key references base (id), note ${text})",
                        "create table mention (id ${bigint} primary key, special_id ${bigint} references special (base_id))",
                        "insert into base values (1, 'a')",
                        "insert into base values (2, 'b')",
                        "insert into special values (1, 'old')",
                        "insert into special values (2, 'other')");
        appending(new TestBackup()
                        .table("base", "{'id':2,'code':'a'}", "{'id':4,'code':'d'}")
                        .table("mention", "{'id':1,'special_id':2}", "{'id':2,'special_id':4}")
                        .table("special", "{'base_id':2,'note':'new'}", "{'base_id':4,'note':'d'}"))
                .onConflict("base", policy(action).by("code"))
                .onConflict("special", policy(action))
                .run();
        assertThat(db().rows("select base_id, note from special order by base_id"))
                .containsExactly("1|" + (action.equals("skip") ? "old" : "new"), "2|other", "4|d");
        assertThat(db().rows("select id, special_id from mention order by id")).containsExactly("1|1", "2|4");
    }

    @Test
    default void joinTablesAndListsOfKeysFollow() throws Exception {
        db().execute(
                        "create table shop_tag (id ${identity}, name ${text} not null unique)",
                        "create table shop_item (id ${identity}, name ${text} not null unique)",
                        "create table shop_item_tags (id ${identity}, item_id ${bigint} not null references shop_item (id), "
                                + "tag_id ${bigint} not null references shop_tag (id), unique (item_id, tag_id))",
                        "insert into shop_tag (name) values ('red')",
                        "insert into shop_tag (name) values ('blue')",
                        "insert into shop_item (name) values ('ball')",
                        "insert into shop_item_tags (item_id, tag_id) values (1, 1)");
        Path dump = Files.writeString(
                temp().resolve("dump.json"),
                new TestBackup()
                        .table("shop_tag", "{'id':1,'name':'blue'}", "{'id':9,'name':'red'}")
                        .table("shop_item", "{'id':5,'name':'ball','tags':[1,9]}", "{'id':6,'name':'cap','tags':[1]}")
                        .djangoArray());
        RestoreReport report = restore(dump)
                .mode(Mode.APPEND)
                .onConflict("shop_tag", ConflictPolicy.skip().by("name"))
                .onConflict("shop_item", ConflictPolicy.update().by("name"))
                .onConflict("shop_item_tags", ConflictPolicy.skip().by("item_id,tag_id"))
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(db().rows("select item_id, tag_id from shop_item_tags order by item_id, tag_id"))
                .containsExactly("1|1", "1|2", "6|2");
    }

    @Test
    default void textKeysFollowToTheLetter() throws Exception {
        db().execute(
                        "create table unit (code ${text} primary key, name ${text} unique)",
                        "create table part (id ${bigint} primary key, unit_code ${text} references unit (code))",
                        "insert into unit values ('007', 'box')",
                        "insert into unit values ('7', 'bag')");
        appending(new TestBackup()
                        .table("part", "{'id':1,'unit_code':'7'}", "{'id':2,'unit_code':'007'}")
                        .table("unit", "{'code':'7','name':'box'}", "{'code':'007','name':'bag'}"))
                .onConflict("unit", ConflictPolicy.skip().by("name"))
                .run();
        assertThat(db().rows("select id, unit_code from part order by id")).containsExactly("1|007", "2|7");
        LoadException failure = failsWithoutTrace(
                LoadException.class,
                () -> appending(new TestBackup()
                                .table("part", "{'id':3,'unit_code':'CRATE'}")
                                .table("unit", "{'code':'crate','name':'box'}"))
                        .onConflict("unit", ConflictPolicy.skip().by("name"))
                        .run());
        assertThat(failure).hasMessageContaining("spelling");
    }

    @Test
    default void aResumableRestoreSaysThatItCannotFollow() throws Exception {
        createClub();
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                () -> appending(club())
                        .onConflict("m_member", ConflictPolicy.update().by("login"))
                        .resumable()
                        .run());
        assertThat(failure.getMessage()).contains("resumable").containsIgnoringCase("m_member");
        RestoreReport report = appending(new TestBackup()
                        .table("m_member", "{'id':1,'login':'ann','age':3}")
                        .table("z_note", "{'id':30,'member_id':2,'reader_id':1}"))
                .onConflict("m_member", ConflictPolicy.update())
                .resumable()
                .run();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    default void theWayBackPutsEverythingBack() throws Exception {
        createClub();
        List<String> before = members();
        Path saved = temp().resolve("before.tar");
        appending(club())
                .onConflict("m_member", ConflictPolicy.update().by("login"))
                .safetyBackup(saved)
                .run();
        assertClub(31, 51);
        Restore.undo(saved).into(db().dataSource()).run();
        assertThat(members()).isEqualTo(before);
        assertThat(db().rows("select id, member_id from a_note order by id")).containsExactly("10|1", "11|2");
        assertThat(db().rows("select id from z_note")).isEmpty();
    }

    /** Who wrote what is told by names, which are the same on both sides. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 50_000})
    default void isTheSameAsByNames(int batchRows) throws Exception {
        db().execute(
                        "create table person (id ${bigint} primary key, name ${text} not null unique, "
                                + "boss_id ${bigint} references person (id))",
                        "create table letter (id ${bigint} primary key, writer_id ${bigint} not null references person (id))");
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, followed keys: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        Map<String, Long> numbers = new TreeMap<>();
        for (long id = 1; id <= 8; id++) {
            numbers.put("n" + random.nextInt(12), id);
        }
        for (Map.Entry<String, Long> person : numbers.entrySet()) {
            db().execute("insert into person values (" + person.getValue() + ", '" + person.getKey() + "', null)");
        }
        List<Integer> names = new ArrayList<>();
        for (int name = 0; name < 12; name++) {
            names.add(name);
        }
        Collections.shuffle(names, random);
        List<String> people = new ArrayList<>();
        List<String> letters = new ArrayList<>();
        List<String> expectedBosses = new ArrayList<>();
        List<String> expectedWriters = new ArrayList<>();
        // New people have numbers that are free, known ones have any.
        for (int i = 0; i < names.size(); i++) {
            String name = "n" + names.get(i);
            String boss = "n" + names.get(random.nextInt(names.size()));
            people.add("{'id':" + number(name, numbers, names) + ",'name':'" + name + "','boss_id':"
                    + number(boss, numbers, names) + "}");
            expectedBosses.add(name + "|" + boss);
            String writer = "n" + names.get(random.nextInt(names.size()));
            letters.add("{'id':" + i + ",'writer_id':" + number(writer, numbers, names) + "}");
            expectedWriters.add(i + "|" + writer);
        }
        appending(new TestBackup()
                        .table("letter", letters.toArray(String[]::new))
                        .table("person", people.toArray(String[]::new)))
                .onConflict("person", ConflictPolicy.update().by("name"))
                .batchRows(batchRows)
                .run();
        assertThat(db().rows("select p.name, b.name from person p join person b on b.id = p.boss_id"))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(expectedBosses);
        assertThat(db().rows("select l.id, p.name from letter l join person p on p.id = l.writer_id"))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(expectedWriters);
    }

    /** Returns the number of a person in the backup: one of the database's, but somebody else's, for those who are there. */
    private static long number(String name, Map<String, Long> numbers, List<Integer> order) {
        return numbers.containsKey(name)
                ? 1 + order.indexOf(Integer.parseInt(name.substring(1)))
                : 100 + order.indexOf(Integer.parseInt(name.substring(1)));
    }
}
