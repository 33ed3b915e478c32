package dev.restore.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.VerificationException;
import dev.restore.testing.TestBackup;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL would do to a restore that is not careful, and what Restore guarantees all the same. */
class PostgresTrapsTest extends OwnerCase {

    private List<String> constraints() throws SQLException {
        return db().rows("select conrelid::regclass, conname, contype, convalidated, condeferrable, condeferred, "
                + "pg_get_constraintdef(oid), obj_description(oid) from pg_constraint "
                + "where connamespace = 'public'::regnamespace order by 1, 2");
    }

    /** Constraints that are dropped lose their comments, names and deferrability when they are not put back with care. */
    @Test
    void constraintsComeBackAsTheyWere() throws Exception {
        createLibrary();
        db().execute(
                        "alter table library_book add constraint \"Odd Name\" foreign key (author_id) references "
                                + "library_author (id) on delete cascade on update set null deferrable initially deferred",
                        "comment on constraint \"Odd Name\" on library_book is 'a comment'",
                        "alter table library_book add constraint simple foreign key (author_id) references "
                                + "library_author (id) match full deferrable");
        List<String> before = constraints();
        restore(library()).run();
        restore(library()).batchRows(1).run();
        assertThat(constraints()).isEqualTo(before);
        assertLibrary();
    }

    /** Privileges are no matter of the schema that is remembered between runs. */
    @Test
    void noticesAPrivilegeThatWasTakenAwayBetweenRuns() throws Exception {
        createLibrary();
        Restore restore = restore(library());
        for (int run = 0; run < 3; run++) {
            restore.run();
        }
        db().execute("revoke insert on library_book from current_user");
        try {
            PlanException failure = failsWithoutTrace(PlanException.class, restore::run);
            assertThat(failure).hasMessageContaining("no privilege to insert");
        } finally {
            db().execute("grant insert on library_book to current_user");
        }
        restore.run();
        assertLibrary();
    }

    /** session_replication_role would leave orphans behind constraints that count as validated. */
    @Test
    void constraintsThatAreValidatedAreTrue() throws Exception {
        createLibrary();
        TestBackup orphan = library().table("library_book", "{'id':1,'author_id':333,'title':'a'}");
        failsWithoutTrace(VerificationException.class, () -> restore(orphan).run());
        assertThat(db().rows("select count(*) from pg_constraint where contype = 'f' and not convalidated"))
                .containsExactly("0");
        assertThat(db().rows("show session_replication_role")).containsExactly("origin");
    }

    /** Adding a constraint again would check the rows for which it was never meant. */
    @Test
    void aConstraintThatIsNotValidStaysSo() throws Exception {
        db().execute(
                        "create table parent (id bigint primary key)",
                        "create table child (id bigint primary key, parent_id bigint)",
                        "create table outside (id bigint primary key, parent_id bigint)",
                        "insert into outside values (1, 99)",
                        "alter table child add constraint c foreign key (parent_id) references parent (id) not valid",
                        "alter table outside add constraint o foreign key (parent_id) references parent (id) not valid");
        List<String> before = constraints();
        restore(new TestBackup().table("parent", "{'id':1}").table("child", "{'id':1,'parent_id':1}"))
                .run();
        assertThat(constraints()).isEqualTo(before);
        assertThat(db().rows("select id, parent_id from outside")).containsExactly("1|99");
        failsWithoutTrace(
                VerificationException.class,
                () -> restore(new TestBackup().table("parent", "{'id':1}").table("child", "{'id':1,'parent_id':5}"))
                        .run());
    }

    /** TRUNCATE CASCADE empties tables that nobody named; TRUNCATE without it is refused even by an empty one. */
    @Test
    void emptyingATableChangesNoOther() throws Exception {
        createLibrary();
        fillLibrary();
        TestBackup authors = new TestBackup().table("library_author", "{'id':1,'name':'Ann'}");
        failsWithoutTrace(PlanException.class, () -> restore(authors).run());
        db().execute("delete from library_book");
        restore(authors).run();
        assertThat(authors()).containsExactly("1|Ann|∅");
    }

    /** TRUNCATE and DELETE empty inheriting tables too unless they are told not to. */
    @Test
    void inheritingTablesKeepTheirRows() throws Exception {
        db().execute(
                        "create table base (id bigint primary key, v text)",
                        "create table heir (w text) inherits (base)",
                        "insert into heir values (1, 'mine', 'x')",
                        "insert into base values (2, 'old')");
        restore(new TestBackup().table("base", "{'id':3,'v':'new'}")).run();
        assertThat(db().rows("select id, v from only base")).containsExactly("3|new");
        assertThat(db().rows("select id, v, w from heir")).containsExactly("1|mine|x");
    }

    /** A statement that fails makes all others of its transaction fail, and commit() does not say so. */
    @Test
    void theRowIsBlamedAndNotTheTransaction() throws Exception {
        createLibrary();
        TestBackup bad = library()
                .table(
                        "library_book",
                        "{'id':1,'author_id':3,'title':'a','pages':1}",
                        "{'id':2,'author_id':3,'title':'b','pages':-1}",
                        "{'id':3,'author_id':3,'title':'c','pages':-1}");
        LoadException failure =
                failsWithoutTrace(LoadException.class, () -> restore(bad).run());
        assertThat(failure.row().row()).isEqualTo(2);
        assertThat(failure.row().sqlState()).isEqualTo("23514");
    }

    /** A trigger or rule may swallow rows without a word. */
    @Test
    void rowsThatATriggerSwallowsAreNoticed() throws Exception {
        db().execute(
                        "create table thing (id bigint primary key)",
                        "create function swallow() returns trigger language plpgsql as "
                                + "'begin if new.id = 2 then return null; end if; return new; end'",
                        "create trigger swallows before insert on thing for each row execute function swallow()");
        failsWithoutTrace(
                RestoreException.class,
                () -> restore(new TestBackup().table("thing", "{'id':1}", "{'id':2}", "{'id':3}"))
                        .run());
    }

    /** Triggers in the states ALWAYS, REPLICA and DISABLED come back as ORIGIN from ENABLE TRIGGER ALL. */
    @Test
    void triggersKeepTheirState() throws Exception {
        createLibrary();
        for (String state : new String[] {"enable always", "enable replica", "disable"}) {
            db().execute("alter table bystander " + state + " trigger audit_bystander");
            String query = "select tgname, tgenabled from pg_trigger where not tgisinternal";
            List<String> before = db().rows(query);
            restore(library()).run();
            restore(new TestBackup()
                            .table("bystander", "{'id':1,'note':'stays'}")
                            .directory(temp().resolve(state)))
                    .run();
            assertThat(db().rows(query)).isEqualTo(before);
        }
        assertLibrary();
    }

    /** A sequence does not follow explicit values, and setval is not rolled back. */
    @Test
    void sequencesStandBehindTheRowsAndFailuresLeaveThemAlone() throws Exception {
        db().execute(
                        "create sequence common",
                        "create table one (id bigint primary key default nextval('common'), n bigint check (n > 0))",
                        "create table two (id bigint primary key default nextval('common'))",
                        "create table serial_one (id serial primary key, v text)",
                        "create sequence falling increment -1",
                        "create table down (id bigint primary key default nextval('falling'), v text)");
        TestBackup backup = new TestBackup()
                .table("one", "{'id':10,'n':1}")
                .table("two", "{'id':250}")
                .table("serial_one", "{'id':2147483000,'v':'x'}")
                .table("down", "{'id':-50,'v':'x'}");
        TestBackup bad = new TestBackup().table("two", "{'id':250}").table("one", "{'id':10,'n':1}", "{'id':11,'n':0}");
        failsWithoutTrace(
                LoadException.class,
                () -> restore(bad.directory(temp().resolve("bad"))).run());
        restore(backup).run();
        db().execute(
                        "insert into one (n) values (1)",
                        "insert into serial_one (v) values ('y')",
                        "insert into down (v) values ('y')");
        assertThat(db().rows("select max(id) from one")).containsExactly("251");
        assertThat(db().rows("select max(id) from serial_one")).containsExactly("2147483001");
        assertThat(db().rows("select min(id) from down")).containsExactly("-51");
    }

    /** COPY does not know partitions that are missing, and constraints of partitions cannot be dropped one by one. */
    @Test
    void partitionsAreFilledThroughTheirParent() throws Exception {
        db().execute(
                        "create table event (id bigint, day date, primary key (id, day)) partition by range (day)",
                        "create table event_old partition of event for values from (minvalue) to ('2024-01-01')",
                        "create table event_new partition of event default",
                        "create table note (id bigint primary key, event_id bigint, day date, "
                                + "foreign key (event_id, day) references event (id, day))");
        TestBackup backup = new TestBackup()
                .table("event", "{'id':1,'day':'2023-05-05'}", "{'id':2,'day':'2024-05-05'}")
                .table("note", "{'id':1,'event_id':2,'day':'2024-05-05'}");
        List<String> before = constraints();
        restore(backup).run();
        restore(backup).batchRows(1).run();
        assertThat(constraints()).isEqualTo(before);
        assertThat(db().rows("select id, day from event_old")).containsExactly("1|2023-05-05");
        assertThat(db().rows("select id, day from event_new")).containsExactly("2|2024-05-05");
        assertThat(db().rows("select id, event_id from note")).containsExactly("1|2");
    }

    /** Row security hides rows from counting and deleting, without an error. */
    @Test
    void rowsThatAreHiddenAreNotOverlooked() throws Exception {
        db().execute(
                        "create table secret (id bigint primary key, tenant text)",
                        "insert into secret values (1, 'me'), (2, 'you')",
                        "alter table secret enable row level security",
                        "create policy mine on secret using (tenant = 'me')",
                        "alter table secret force row level security");
        RestoreException failure = null;
        try {
            restore(new TestBackup().table("secret", "{'id':5,'tenant':'me'}")).run();
        } catch (RestoreException e) {
            failure = e;
        }
        db().execute("alter table secret no force row level security");
        assertThat(db().rows("select id, tenant from secret order by id"))
                .isEqualTo(failure == null ? List.of("5|me") : List.of("1|me", "2|you"));
    }

    /** Without ownership no constraint can be touched, and TRUNCATE may not be granted. */
    @Test
    void aRoleThatOwnsNothingRestoresInLoadOrder() throws Exception {
        createLibrary();
        fillLibrary();
        try {
            db().execute(
                            "grant usage on schema public to public",
                            "grant select, insert, update, delete on all tables in schema public to public",
                            "grant usage, select, update on all sequences in schema public to public");
            restore(library()).into(shared.asGuest()).run();
            assertLibrary();
        } catch (PlanException e) {
            assertThat(e).hasMessageContaining("library_author");
            assertThat(authors()).hasSize(2);
        }
    }

    /** Rows of a partition come with those of its table wherever it stands, and those of an inheriting table with nobody's. */
    @Test
    void namesTheInheritingTablesOfOtherSchemasThatABackupLeavesOut(@TempDir Path temp) throws Exception {
        db().execute(
                        "create schema other",
                        "create table base (id bigint primary key)",
                        "create table measured (id bigint primary key) partition by range (id)",
                        "create table other.measured_1 partition of measured for values from (0) to (9)",
                        "create table other.child () inherits (base)",
                        "create table other.grandchild () inherits (other.child)",
                        "insert into measured values (1)",
                        "insert into other.child values (7)");
        BackupReport report = Backup.of(db().dataSource()).write(temp.resolve("b.zip"));
        assertThat(report.leftOut())
                .containsExactlyInAnyOrder("other.child (inherits from base)", "other.grandchild (inherits from base)");
        assertThat(report.rows()).isEqualTo(1);
        db().execute("create table other.alone (id bigint primary key)");
        assertThat(Backup.of(db().dataSource()).write(temp.resolve("c.zip")).leftOut())
                .contains("schema other (1 table)");
    }
}
