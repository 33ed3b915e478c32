package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.ReinitCycle;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.ReinitReport;
import dev.restore.outcome.ReinitReport.CycledTable;
import dev.restore.plan.MergePlan.Existing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What was there is there again after a re-initialisation that gives its rows other numbers, and the report says what is not. */
interface ReinitContract extends ContractCase {

    private void createClub() throws SQLException {
        db().execute(
                        "create table member (id ${identity}, login ${text} not null unique, "
                                + "boss_id ${bigint} references member (id), photo ${binary})",
                        "create table team (id ${uuid} primary key, name ${text} not null unique, "
                                + "head_id ${bigint} not null references member (id))",
                        "create table team_member (team_id ${uuid} references team (id), "
                                + "member_id ${bigint} references member (id), primary key (team_id, member_id))",
                        "create table visit (id ${identity}, member_id ${bigint} references member (id), note ${text})",
                        "insert into member (id, login, boss_id) values (1, 'root', null), (2, 'ann', 1), (3, 'bob', 2)",
                        "insert into team values ('6f1e2f3a-0000-4000-8000-000000000001', 'blue', 2), "
                                + "('6f1e2f3a-0000-4000-8000-000000000002', 'red', 1)",
                        "insert into team_member values ('6f1e2f3a-0000-4000-8000-000000000001', 1), "
                                + "('6f1e2f3a-0000-4000-8000-000000000001', 3), "
                                + "('6f1e2f3a-0000-4000-8000-000000000002', 2)",
                        "insert into visit (member_id, note) values (2, 'x'), (2, 'x'), (3, null), (null, 'y')");
    }

    /** Empties the club and creates base rows, whose numbers are those of other rows before. */
    private void reset() throws SQLException {
        db().execute(
                        "delete from visit",
                        "delete from team_member",
                        "delete from team",
                        "update member set boss_id = null",
                        "delete from member",
                        "insert into member (id, login) values (2, 'guest'), (3, 'root')",
                        "insert into team values ('6f1e2f3a-0000-4000-8000-000000000009', 'blue', 2)");
    }

    /** Returns a name as a backup of this database spells it. */
    private String spelled(String name) {
        return db().inWords("${other}").equals("OTHER") ? name.toUpperCase(Locale.ROOT) : name;
    }

    @Test
    default void everyRowComesBackWhateverItsNumber() throws Exception {
        createClub();
        ReinitReport report = ReinitCycle.of(db().dataSource())
                .reinitialise(database -> reset())
                .run();
        assertThat(report.passed()).as(report.describe()).isTrue();
        assertThat(report.backup()).isEmpty();
        assertThat(report.plan()).contains("merge");
        CycledTable members = report.table("member").orElseThrow();
        assertThat(members.key()).isEqualToIgnoringCase("login");
        assertThat(members.before()).isEqualTo(3);
        assertThat(members.reinitialised()).isEqualTo(2);
        assertThat(members.after()).isEqualTo(4);
        assertThat(members.added()).isEqualTo(1);
        assertThat(report.table("team_member").orElseThrow().key())
                .isEqualToIgnoringCase("team_id.name, member_id.login");
        assertThat(report.table("visit").orElseThrow().key()).isEmpty();
        assertThat(report.describe()).contains("Every row came back").contains("1 of the re-initialisation");
        assertThat(db().rows("select m.login, b.login from member m left join member b on m.boss_id = b.id "
                        + "order by m.login"))
                .containsExactly("ann|root", "bob|ann", "guest|∅", "root|∅");
    }

    @Test
    default void whatDoesNotComeBackIsNamedAndTheBackupStays() throws Exception {
        createClub();
        ReinitReport report = ReinitCycle.of(db().dataSource())
                .merge(restore -> restore.except(spelled("visit")).onMatch("team", Existing.SKIP))
                .reinitialise(database -> reset())
                .run();
        assertThat(report.passed()).isFalse();
        CycledTable visits = report.table("visit").orElseThrow();
        assertThat(visits.missing()).isEqualTo(4);
        assertThat(visits.differences()).hasSize(4).allMatch(line -> line.endsWith("did not come back"));
        assertThat(visits.differences().toString()).containsIgnoringCase("row (member_id.login=ann)");
        CycledTable teams = report.table("team").orElseThrow();
        assertThat(teams.passed()).isTrue();
        assertThat(teams.left()).isEqualTo(1);
        Path backup = Path.of(report.backup().orElseThrow());
        assertThat(report.describe())
                .contains("Not everything")
                .contains("4 did not come back")
                .contains(backup.toString());
        Files.delete(backup);
        Files.delete(backup.getParent());
    }

    @Test
    default void aChangedRowAndOneFromNowhereAreNamed() throws Exception {
        createClub();
        db().execute(
                        "create table note (code ${text} primary key, body ${text}, member_id ${bigint} references member (id))");
        db().execute("insert into note values ('a', 'one', 1), ('b', 'two', 2)");
        ReinitReport report = ReinitCycle.of(db().dataSource())
                .tables("member", "note")
                .backup(temp().resolve("kept.zip"))
                .merge(restore -> restore.except(spelled("note")))
                .reinitialise(database -> {
                    db().execute("delete from note", "insert into note values ('b', 'other', 2), ('c', 'three', 2)");
                })
                .run();
        CycledTable notes = report.table("note").orElseThrow();
        assertThat(notes.missing()).isEqualTo(1);
        assertThat(notes.changed()).isEqualTo(1);
        assertThat(notes.added()).isEqualTo(1);
        assertThat(notes.differences().toString())
                .containsIgnoringCase("row (code=a) did not come back")
                .containsIgnoringCase("row (code=b) has other values in body")
                .doesNotContain("two");
        assertThat(report.table("visit")).isEmpty();
        assertThat(report.backup()).contains(temp().resolve("kept.zip").toString());
        assertThat(temp().resolve("kept.zip")).exists();
    }

    @Test
    default void afterAFailureTheBackupIsNamed() throws Exception {
        createClub();
        Path kept = temp().resolve("kept.tar.gz");
        ReinitCycle cycle = ReinitCycle.of(db().dataSource()).backup(kept);
        assertThatThrownBy(cycle::run).isInstanceOf(IllegalStateException.class);
        assertThat(kept).doesNotExist();
        assertThatThrownBy(() -> cycle.reinitialise(database -> {
                            throw new SQLException("no");
                        })
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining(kept.toString()));
        assertThat(kept).exists();
        assertThatThrownBy(() -> cycle.naturalKey("member", "nickname")
                        .reinitialise(database -> reset())
                        .run())
                .isInstanceOf(PlanException.class);
        assertThat(db().rows("select count(*) from member")).containsExactly("3");
    }

    @Test
    default void referencesAreFollowedThroughTablesThatNothingTellsApart() throws Exception {
        db().execute(
                        "create table folder (id ${identity}, parent_id ${bigint} references folder (id), "
                                + "name ${text} not null, unique (parent_id, name))",
                        "create table event (id ${identity}, folder_id ${bigint} references folder (id), kind ${text})",
                        "create table remark (id ${identity}, event_id ${bigint} references event (id), "
                                + "event_too ${bigint}, body ${text})",
                        "insert into folder (id, parent_id, name) values (1, null, 'top')",
                        "insert into folder (id, parent_id, name) values (2, 1, 'a'), (3, 1, 'b')",
                        "insert into folder (id, parent_id, name) values (4, 2, 'same'), (5, 3, 'same')",
                        "insert into event (id, folder_id, kind) values (1, 4, 'k'), (2, 5, 'k')",
                        "insert into remark (event_id, event_too, body) values (1, 2, 'one'), (2, 1, 'two')");
        ReinitReport report = ReinitCycle.of(db().dataSource())
                .reference("remark.event_too", "event")
                .reinitialise(database -> db().execute(
                                "delete from remark",
                                "delete from event",
                                "update folder set parent_id = null where id > 1",
                                "update folder set id = id + 100 where id > 1",
                                "update folder set parent_id = 1 where id in (102, 103)",
                                "update folder set parent_id = 102 where id = 104",
                                "update folder set parent_id = 103 where id = 105"))
                .run();
        assertThat(report.passed()).as(report.describe()).isTrue();
        assertThat(db().rows("select r.body, p.name, q.name from remark r join event e on e.id = r.event_id "
                        + "join folder f on f.id = e.folder_id join folder p on p.id = f.parent_id "
                        + "join event o on o.id = r.event_too join folder g on g.id = o.folder_id "
                        + "join folder q on q.id = g.parent_id order by r.body"))
                .containsExactly("one|a|b", "two|b|a");
        ReinitReport broken = ReinitCycle.of(db().dataSource())
                .reference("remark.event_too", "event")
                .merge(restore -> restore.except(spelled("remark")))
                .reinitialise(database -> db().execute("update remark set event_too = event_id"))
                .run();
        CycledTable remarks = broken.table("remark").orElseThrow();
        assertThat(remarks.missing()).isEqualTo(2);
        Path backup = Path.of(broken.backup().orElseThrow());
        Files.delete(backup);
        Files.delete(backup.getParent());
    }

    @Test
    default void aRowIsToldByItsPrimaryKeyAloneWhereThatIsMoreThanANumber() throws Exception {
        createClub();
        db().execute(
                        "create table place (code varchar(9) primary key, member_id ${bigint} references member (id))",
                        "create table stay (id ${identity}, place_code varchar(9) references place (code))",
                        "insert into place values ('a', 2)",
                        "insert into stay (place_code) values ('a')");
        ReinitReport report = ReinitCycle.of(db().dataSource())
                .merge(restore -> restore.onMatch("place", Existing.SKIP))
                .reinitialise(database -> db().execute("update place set member_id = 3"))
                .run();
        assertThat(report.passed()).as(report.describe()).isTrue();
        assertThat(report.table("place").orElseThrow().left()).isEqualTo(1);
    }
}
