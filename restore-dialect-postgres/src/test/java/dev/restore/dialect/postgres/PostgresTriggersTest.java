package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restore.Restore;
import dev.restore.dialect.postgres.transaction.Thresholds;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.Triggers;
import dev.restore.testing.DatabaseState;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Each trigger and rule of PostgreSQL has a state, which disabling all and enabling all would lose. */
class PostgresTriggersTest extends OwnerCase {

    private static final String STATES = "select tgrelid::regclass, tgname, tgenabled from pg_trigger"
            + " where not tgisinternal union all"
            + " select ev_class::regclass, rulename, ev_enabled from pg_rewrite where ev_class::regclass::text like 'p%'"
            + " or ev_class::regclass::text like 'c%' order by 1, 2";

    private void createNoting() throws SQLException {
        db().execute(
                        "create table seen (w text)",
                        "create function note() returns trigger language plpgsql as "
                                + "'begin insert into seen values (tg_name || '' '' || lower(tg_op)); "
                                + "return case when tg_op = ''DELETE'' then old else new end; end'");
    }

    private List<String> seen() throws SQLException {
        return db().rows("select distinct w from seen order by w");
    }

    private List<String> states() throws SQLException {
        return db().rows(STATES);
    }

    private static TestBackup parts() {
        return new TestBackup()
                .table("part", "{'id':1,'v':'new'}", "{'id':15,'v':'fifteen'}")
                .table("child", "{'id':1,'part_id':15}");
    }

    /** Triggers of rows and statements, in each state, on a partitioned table and on its parts, of which some differ. */
    private void createParts() throws SQLException {
        createNoting();
        db().execute(
                        "create table part (id bigint primary key, v text) partition by range (id)",
                        "create table part_low partition of part for values from (0) to (10)",
                        "create table part_high partition of part for values from (10) to (20)",
                        "create table child (id bigint primary key, part_id bigint references part (id)"
                                + " deferrable initially deferred)");
        for (String trigger : List.of(
                "each_row before insert or update or delete on part for each row",
                "statement after insert or update or delete on part for each statement",
                "emptied before truncate on part for each statement",
                "off before insert on part for each row",
                "always after insert on part for each row",
                "replica after insert on part for each row",
                "\"Odd \"\"name\" before insert on part_high for each row",
                "of_child after insert or update or delete on child for each row")) {
            db().execute("create trigger " + trigger + " execute function note()");
        }
        db().execute(
                        "create constraint trigger late after insert on child deferrable initially deferred"
                                + " for each row execute function note()",
                        "create rule put_aside as on insert to child do also insert into seen values ('rule insert')",
                        "create rule gone as on delete to child do also insert into seen values ('rule delete')",
                        "create rule sleeping as on update to child do also nothing",
                        "alter table part disable trigger off, enable always trigger always, enable replica trigger replica",
                        "alter table only part_low enable always trigger each_row, disable trigger always",
                        "alter table child enable always rule gone, disable rule sleeping",
                        "insert into part values (2, 'old'), (12, 'old')",
                        "insert into child values (7, 2)",
                        "delete from seen");
    }

    @Test
    void eachTriggerAndRuleIsBackInItsState() throws Exception {
        createParts();
        List<String> before = states();
        assertThat(before).anyMatch(row -> row.endsWith("|A")).anyMatch(row -> row.endsWith("|R"));
        for (Mode mode : List.of(Mode.REPLACE, Mode.APPEND)) {
            Restore restore =
                    freshly(parts()).triggers(Triggers.SUPPRESS).mode(mode).onConflict(ConflictPolicy.update());
            if (mode == Mode.REPLACE) {
                restore = freshly(parts()).triggers(Triggers.SUPPRESS);
            }
            restore.run();
            restore.resumable().batchRows(1).run();
            assertThat(seen()).isEmpty();
            assertThat(states()).isEqualTo(before);
            assertThat(db().rows("select id, v from part order by id")).containsExactly("1|new", "15|fifteen");
        }
        db().execute("insert into part values (3, 'x'), (13, 'x')", "insert into child values (8, 3)");
        assertThat(seen())
                .contains("each_row insert", "statement insert", "always insert", "Odd \"name insert")
                .contains("of_child insert", "late insert", "rule insert")
                .doesNotContain("off insert", "replica insert");
    }

    /** Foreign keys are triggers, too, and no business of this. */
    @Test
    void foreignKeysStayInForce() throws Exception {
        createParts();
        List<String> internal = db().rows("select tgname, tgenabled from pg_trigger where tgisinternal order by 1");
        refusesAnOrphan(() -> freshly(parts().table("child", "{'id':1,'part_id':16}"))
                .triggers(Triggers.SUPPRESS)
                .run());
        freshly(parts()).triggers(Triggers.SUPPRESS).run();
        assertThat(db().rows("select tgname, tgenabled from pg_trigger where tgisinternal order by 1"))
                .isEqualTo(internal);
    }

    @Test
    void thePlanNamesTriggersOfRowsAndStatementsOfPartsAndRules() throws Exception {
        createParts();
        RestorePlan plan = freshly(parts()).plan();
        assertThat(plan.notes().toString())
                .contains("Triggers of part fire and may change rows: always, each_row, emptied, statement.")
                .contains("Triggers of part_high fire and may change rows: Odd \"name.")
                .contains("Triggers of child fire and may change rows: late, of_child.")
                .contains("Rules of child")
                .contains("gone, put_aside")
                .doesNotContain("off")
                .doesNotContain("replica");
        assertThat(plan.describe())
                .contains("each_row (insert, update, delete)", "emptied (truncate)", "rule gone (delete)");
    }

    @Test
    void thePlanNamesTriggersOfUpdatesOnlyWhereRowsAreUpdated() throws Exception {
        createNoting();
        db().execute(
                        "create table crate (id bigint primary key, v text)",
                        "create trigger changed before update on crate for each row execute function note()");
        Restore restore = freshly(new TestBackup().table("crate", "{'id':1,'v':'x'}"));
        assertThat(restore.plan().describe()).doesNotContain("changed");
        assertThat(restore.mode(Mode.APPEND)
                        .onConflict(ConflictPolicy.update())
                        .plan()
                        .notes()
                        .toString())
                .contains("Triggers of crate fire and may change rows: changed.");
    }

    @Test
    void thePlanNamesTriggersOfTablesThatAreEmptiedWithThem() throws Exception {
        createNoting();
        db().execute(
                        "create table crate (id bigint primary key)",
                        "create table label (id bigint primary key, crate_id bigint references crate (id))",
                        "insert into crate values (1)",
                        "insert into label values (1, 1)",
                        "create trigger wiped after delete or truncate on label for each statement execute function note()");
        Restore restore = freshly(new TestBackup().table("crate", "{'id':5}")).cascade();
        assertThat(restore.plan().notes().toString()).contains("Triggers of label fire and may change rows: wiped.");
        restore.triggers(Triggers.SUPPRESS).run();
        assertThat(db().rows("select count(*) from label")).containsExactly("0");
        assertThat(seen()).isEmpty();
    }

    /** The rows of a table whose triggers are suppressed are loaded with the fastest strategy. */
    @Test
    void indexesAreRebuiltWhereTriggersAreSuppressed() throws Exception {
        createNoting();
        db().execute(
                        "create table crate (id bigint primary key, v text unique)",
                        "create trigger added after insert on crate for each row execute function note()");
        String[] rows = new String[Math.toIntExact(Thresholds.REBUILD)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "{'id':" + i + ",'v':'v" + i + "'}";
        }
        Restore restore = freshly(new TestBackup().table("crate", rows));
        assertThat(restore.plan().scope().rebuilt()).isEmpty();
        Restore suppressing = restore.triggers(Triggers.SUPPRESS);
        assertThat(suppressing.plan().scope().rebuilt()).isNotEmpty();
        List<String> before = states();
        suppressing.run();
        assertThat(seen()).isEmpty();
        assertThat(states()).isEqualTo(before);
    }

    @Test
    void whoDoesNotOwnTheTableIsToldBefore() throws Exception {
        createNoting();
        db().execute(
                        "create table crate (id bigint primary key, v text)",
                        "create trigger stamp before insert on crate for each row execute function note()",
                        "insert into crate values (1, 'old')",
                        "grant usage on schema public to public",
                        "grant all on crate, seen to public");
        DataSource guest = shared.asGuest();
        Path saved = temp().resolve("before.tar.gz");
        Restore asGuest =
                freshly(new TestBackup().table("crate", "{'id':1,'v':'x'}")).into(guest);
        PlanException failure = catchThrowableOfType(
                PlanException.class, () -> asGuest.triggers(Triggers.SUPPRESS).run());
        assertThat(failure)
                .hasMessageContaining("nly the owner of public.crate")
                .hasMessageContaining("stamp")
                .hasMessageContaining("estore as ");
        assertThat(asGuest.safetyBackup(saved).plan().notes().toString())
                .contains("way back from this restore may not be exact")
                .contains("stamp");
        asGuest.safetyBackup(saved).run();
        assertThat(seen()).containsExactly("stamp insert");
        RestoreReport back = Restore.undo(saved).into(guest).run();
        assertThat(back.warnings().toString())
                .contains("may not come back exactly")
                .contains("stamp");
    }

    /** Disabling a trigger keeps other writers from the table, the other connections of a parallel restore among them. */
    @Test
    void aParallelRestoreLoadsOverOneConnectionThen() throws Exception {
        createParts();
        Restore restore = freshly(parts()).resumable().parallel(3);
        Restore suppressing = restore.triggers(Triggers.SUPPRESS);
        assertThat(suppressing.plan().notes().toString()).contains("One connection loads");
        suppressing.batchRows(1).run();
        assertThat(seen()).isEmpty();
    }

    /** A trigger that was put on the table, or changed, after the schema was read. */
    @Test
    void suppressesWhatIsThereWhenItBegins() throws Exception {
        createParts();
        Restore restore = freshly(parts()).triggers(Triggers.SUPPRESS);
        restore.listener(event -> {
                    if (event instanceof RestoreEvent.Planned) {
                        try {
                            db().execute(
                                            "create trigger fresh before insert on part for each row execute function note()",
                                            "alter table part enable always trigger fresh");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                })
                .run();
        assertThat(seen()).isEmpty();
        assertThat(states()).contains("part|fresh|A");
    }

    private void createCounted(String... more) throws SQLException {
        db().execute(
                        "create table tally (id bigint primary key, n bigint)",
                        "create table tally_more () inherits (tally)",
                        "create view tally_view as select * from tally",
                        "create table box (id bigint primary key, v text)",
                        "create table box_note (box_id bigint references box (id))",
                        "create function count_up() returns bigint language plpgsql as"
                                + " 'begin update tally set n = n + 1 where id = 1; return 1; end'",
                        "insert into tally values (1, 5)",
                        "insert into tally_more values (2, 7)",
                        "insert into box values (1, 'old')");
        db().execute(more);
    }

    private static String counting(String doing) {
        return "create function counted() returns trigger language plpgsql as 'begin " + doing.replace("'", "''")
                + "; return new; end'";
    }

    /** What a trigger changes through a function, a view, a rule or a statement that it puts together shows only when it fires. */
    @Test
    void theWayBackBringsBackWhatNoTextSaysThatTriggersChange() throws Exception {
        String trigger = "create trigger counting after insert on box for each row execute function counted()";
        String[][] ways = {
            {counting("perform count_up()"), trigger},
            {counting("execute format('update %I set n = n + 1', 'tally')"), trigger},
            {counting("update tally_view set n = n + 1"), trigger},
            {
                counting(
                        "insert into tally_view values (3, 3); execute 'insert into box_note values (' || new.id || ')'"),
                "create rule up as on insert to tally_view do instead update tally set n = n + 1",
                trigger
            },
            {"alter table box add up bigint default count_up()"}
        };
        for (int i = 0; i < ways.length; i++) {
            createCounted(ways[i]);
            DatabaseState before = DatabaseState.of(db());
            Path saved = temp().resolve("before" + i + ".tar.gz");
            RestoreReport report = freshly(new TestBackup().table("box", "{'id':7,'v':'new'}"))
                    .safetyBackup(saved)
                    .run();
            assertThat(report.warnings().toString()).contains("read once more").contains("tally");
            assertThat(db().rows("select n from tally where id = 1")).doesNotContain("5");
            Restore.undo(saved).into(db().dataSource()).run();
            DatabaseState.of(db()).assertSameAs(before);
            db().execute(
                            "drop table box cascade",
                            "drop table box_note",
                            "drop table tally cascade",
                            "drop function if exists counted()",
                            "drop function count_up()");
        }
    }

    /** What emptying makes triggers do is in the safety backup; what loading makes them do is seen before it is committed. */
    @Test
    void aResumableRestoreCommitsNothingThatTheWayBackCannotTakeBack() throws Exception {
        createCounted(
                counting("execute format('update %I set n = n + 1', 'tally')").replace("return new", "return null"),
                "create table gone (id bigint primary key, n bigint)",
                "insert into gone values (1, 0)",
                "create function going() returns trigger language plpgsql as"
                        + " 'begin execute ''update gone set n = n + 1''; return null; end'",
                "create trigger counting after insert on box for each row when (new.id > 7) execute function counted()",
                "create trigger going after delete or truncate on box for each statement execute function going()");
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("before.tar.gz");
        Restore restore = freshly(new TestBackup().table("box", "{'id':7,'v':'new'}", "{'id':8,'v':'counted'}"))
                .safetyBackup(saved)
                .resumable()
                .batchRows(1);
        VerificationException stopped = catchThrowableOfType(VerificationException.class, restore::run);
        assertThat(stopped)
                .hasMessageContaining("changed rows of tally")
                .hasMessageContaining("--triggers suppress")
                .hasMessageContaining("Restore.undo");
        assertThat(stopped.committed()).isTrue();
        assertThat(db().rows("select n from tally where id = 1")).containsExactly("5");
        assertThat(catchThrowableOfType(VerificationException.class, restore::run))
                .hasMessageContaining("changed rows of tally");
        assertThat(restore.triggers(Triggers.SUPPRESS).run().totals().inserted())
                .isEqualTo(2);
        assertThat(db().rows("select n from gone")).containsExactly("1");
        Restore.undo(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
    }

    @Test
    void thePlanNamesEventTriggers() throws Exception {
        createNoting();
        Restore restore = freshly(new TestBackup().table("seen", "{'w':'a'}"));
        assertThat(restore.plan().notes().toString()).doesNotContain("Event triggers");
        try (Connection superuser = shared.asSuperuser().getConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("create function on_ddl() returns event_trigger language plpgsql as 'begin end';"
                    + "create event trigger \"Watch DDL\" on ddl_command_end execute function on_ddl();"
                    + "create event trigger asleep on ddl_command_end execute function on_ddl();"
                    + "alter event trigger asleep disable");
            assertThat(restore.plan().notes().toString())
                    .contains("Event triggers")
                    .contains("Watch DDL")
                    .doesNotContain("asleep");
            statement.execute("drop function on_ddl() cascade");
        }
    }

    /** Somebody else's table, which only the trigger may write to, cannot be saved. */
    @Test
    void saysWhatTriggersChangedAndTheWayBackCannotBringBack() throws Exception {
        createCounted(
                counting("perform count_up()"),
                "alter function counted() security definer",
                "create trigger counting after insert on box for each row execute function counted()",
                "grant usage on schema public to public",
                "grant all on box, box_note to public");
        RestoreReport report = freshly(new TestBackup().table("box", "{'id':7,'v':'new'}"))
                .into(shared.asGuest())
                .safetyBackup(temp().resolve("before.tar.gz"))
                .run();
        assertThat(report.warnings().toString())
                .contains("is not exact")
                .contains("tally")
                .doesNotContain("read once more");
    }

    /** A trigger that finds its own things by a search path that the restore does not have. */
    @Test
    void whatATriggerDoesNotFindIsNamed() throws Exception {
        db().execute(
                        "create schema elsewhere",
                        "create type elsewhere.geo as (x int)",
                        "create table gym (id bigint primary key, lon int, loc text)",
                        "create function locate() returns trigger language plpgsql as "
                                + "'begin new.loc := row(new.lon)::geo; return new; end'",
                        "create trigger locates before insert on gym for each row execute function locate()");
        Restore restore = freshly(new TestBackup().table("gym", "{'id':5,'lon':7}"));
        assertThat(catchThrowableOfType(DatabaseException.class, restore::run))
                .hasMessageContaining("type \"geo\" does not exist")
                .hasMessageContaining("search path");
        assertThat(db().rows("select * from gym")).isEmpty();
        restore.triggers(Triggers.SUPPRESS).run();
        assertThat(db().rows("select id, lon, loc from gym")).containsExactly("5|7|∅");
    }
}
