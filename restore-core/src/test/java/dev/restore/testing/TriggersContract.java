package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.Triggers;
import dev.restore.plan.Verify;
import dev.restore.testing.TestDatabase.Ability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Triggers fire and are named, or do not fire and are as they were; the way back brings back what they have set. */
public interface TriggersContract extends ContractCase {

    /** A crate knows when it was touched and how many children it has, which triggers see to. */
    private void createCrates() throws SQLException {
        db().execute(
                        "create table crate (id ${bigint} primary key, name ${text}, touched ${bigint}, n ${bigint})",
                        "create table child (id ${bigint} primary key, crate_id ${bigint} references crate (id))",
                        "insert into crate values (1, 'old', 5, 7)",
                        "insert into child values (9, 1)");
        db().execute(db().updateTrigger("crate", "update crate set touched = coalesce(touched, 0) + 100"));
        db().execute(db().updateTrigger(
                        "child", "update crate set n = (select count(*) from child where crate_id = crate.id)"));
    }

    private static TestBackup crates() {
        return new TestBackup()
                .table("crate", "{'id':1,'name':'new','touched':1,'n':50}", "{'id':2,'name':'two','touched':2,'n':60}")
                .table("child", "{'id':1,'crate_id':1}", "{'id':2,'crate_id':1}", "{'id':3,'crate_id':2}");
    }

    private void assertAsInTheBackup() throws SQLException {
        assertThat(db().rows("select id, name, touched, n from crate order by id"))
                .containsExactly("1|new|1|50", "2|two|2|60");
        assertThat(db().rows("select id from child order by id")).containsExactly("1", "2", "3");
    }

    /** The triggers are in force: another child is counted. */
    private void assertTriggersFire() throws SQLException {
        db().execute("insert into child values (1000, 1)");
        assertThat(db().rows("select n from crate where id = 1 and n < 50")).hasSize(1);
    }

    private void assumeSuppressible() {
        assumeTrue(db().can(Ability.SUPPRESSES_TRIGGERS), "this database cannot suppress triggers");
    }

    @Test
    default void triggersFireByDefaultAndAreNamed() throws Exception {
        createCrates();
        RestorePlan plan = restore(crates()).plan();
        assertThat(plan.describe()).containsIgnoringCase("change_crate").containsIgnoringCase("change_child");
        assertThat(plan.describe()).contains("triggers: fire");
        assertThat(plan.json()).contains("\"triggers\":{\"measure\":\"FIRE\"").containsIgnoringCase("\"change_child\"");
        RestoreReport report = restore(crates()).run();
        assertThat(report.warnings().toString())
                .containsIgnoringCase("change_crate")
                .containsIgnoringCase("change_child");
        assertThat(db().rows("select id from crate where touched > 100 order by id"))
                .containsExactly("1", "2");
    }

    @Test
    default void suppressedTriggersDoNotFireAndAreAsTheyWere() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Restore restore = restore(crates()).triggers(Triggers.SUPPRESS).verify(Verify.CONTENT);
        assertThat(restore.plan().describe())
                .contains("triggers: suppressed")
                .containsIgnoringCase("change_crate (insert)");
        assertThat(restore.plan().json()).contains("\"triggers\":{\"measure\":\"SUPPRESS\"");
        for (int run = 0; run < 2; run++) {
            assertThat(warnings(restore.run())).isEmpty();
            assertAsInTheBackup();
            DatabaseState.of(db()).assertSameSchemaAs(before);
        }
        assertTriggersFire();
    }

    @Test
    default void whereTriggersCannotBeSuppressedThePlanSaysSo() throws Exception {
        createCrates();
        if (db().can(Ability.SUPPRESSES_TRIGGERS)) {
            assertThat(restore(crates()).triggers(Triggers.SUPPRESS).plan().feasible())
                    .isTrue();
            return;
        }
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                () -> restore(crates()).triggers(Triggers.SUPPRESS).run());
        assertThat(failure).message().containsIgnoringCase("change_crate").contains("--triggers fire");
    }

    @Test
    default void whereThereAreNoTriggersTheyCanBeSuppressed() throws Exception {
        createLibrary();
        assertThat(restore(library()).triggers(Triggers.SUPPRESS).run().outcome())
                .isEqualTo(Outcome.COMPLETE);
        assertLibrary();
    }

    @Test
    default void suppressedTriggersAreAsTheyWereHoweverTheRunEnds() throws Exception {
        assumeSuppressible();
        createCrates();
        TestBackup bad = crates().table("child", "{'id':1,'crate_id':1}", "{'id':1,'crate_id':1}");
        failsWithoutTrace(
                LoadException.class,
                () -> freshly(bad).triggers(Triggers.SUPPRESS).batchRows(1).run());
        for (Class<?> at :
                new Class<?>[] {RestoreEvent.Cleared.class, RestoreEvent.Progress.class, RestoreEvent.Verified.class}) {
            failsWithoutTrace(
                    IllegalStateException.class,
                    () -> freshly(crates())
                            .triggers(Triggers.SUPPRESS)
                            .batchRows(1)
                            .listener(event -> {
                                if (at.isInstance(event)) {
                                    throw new IllegalStateException("enough");
                                }
                            })
                            .run());
        }
        assertTriggersFire();
    }

    @Test
    default void suppressesTriggersOfRowsThatAreUpdatedAndAppended() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        restore(crates())
                .triggers(Triggers.SUPPRESS)
                .mode(Mode.APPEND)
                .onConflict(ConflictPolicy.update())
                .run();
        assertThat(db().rows("select id, name, touched, n from crate order by id"))
                .containsExactly("1|new|1|50", "2|two|2|60");
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertTriggersFire();
    }

    @Test
    default void suppressesTriggersWithinTheCallersTransaction() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Path backup = crates().directory(temp().resolve("crates"));
        for (boolean commit : new boolean[] {false, true}) {
            try (Connection connection = db().dataSource().getConnection()) {
                connection.setAutoCommit(false);
                Restore.from(backup)
                        .into(connection)
                        .triggers(Triggers.SUPPRESS)
                        .run();
                assertThat(db().rows(connection, "select id, touched, n from crate order by id"))
                        .containsExactly("1|1|50", "2|2|60");
                if (commit) {
                    connection.commit();
                } else {
                    connection.rollback();
                    DatabaseState.of(db()).assertSameAs(before);
                }
            }
        }
        assertAsInTheBackup();
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertTriggersFire();
    }

    @Test
    default void aFailureWithinTheCallersTransactionLeavesTheTriggersAsTheyWere() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Path bad = crates().table("child", "{'id':1,'crate_id':777}").directory(temp().resolve("bad"));
        try (Connection connection = db().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(catchThrowable(() -> Restore.from(bad)
                            .into(connection)
                            .triggers(Triggers.SUPPRESS)
                            .run()))
                    .isNotNull();
            connection.commit();
        }
        DatabaseState.of(db()).assertSameAs(before);
        assertTriggersFire();
    }

    /** Each of its transactions suppresses them and puts them back, so that others find them in between. */
    @Test
    default void aResumableRestoreSuppressesTriggersInEachTransaction() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Restore restore =
                restore(crates()).triggers(Triggers.SUPPRESS).resumable().batchRows(1);
        assertThat(catchThrowable(() -> restore.listener(event -> {
                            if (event instanceof RestoreEvent.Checkpointed) {
                                throw new IllegalStateException("enough");
                            }
                        })
                        .run()))
                .isInstanceOf(IllegalStateException.class);
        restore.run();
        assertAsInTheBackup();
        DatabaseState.of(db()).assertSameSchemaAs(before);
        assertTriggersFire();
    }

    @Test
    default void theWayBackBringsBackWhatTriggersHaveSet() throws Exception {
        assumeSuppressible();
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("before.tar.gz");
        RestoreReport report = restore(crates()).safetyBackup(saved).run();
        assertThat(report.warnings().toString()).contains("not in the safety backup");
        assertThat(db().rows("select touched from crate where id = 1 and touched > 100"))
                .hasSize(1);
        assertThat(warnings(Restore.undo(saved).into(db().dataSource()).run())).isEmpty();
        DatabaseState.of(db()).assertSameAs(before);

        restore(crates()).run();
        Restore.from(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
        assertTriggersFire();
    }

    @Test
    default void theWayBackFiresTriggersWhereThatIsAskedFor() throws Exception {
        createCrates();
        Path saved = temp().resolve("before.tar.gz");
        restore(crates()).safetyBackup(saved).run();
        assertThat(catchThrowable(() -> Restore.undo(saved)
                        .into(db().dataSource())
                        .triggers(Triggers.FIRE)
                        .run()))
                .isInstanceOf(VerificationException.class)
                .message()
                .containsIgnoringCase("change_crate");
    }

    @Test
    default void saysBeforeThatTheWayBackWillNotBeExact() throws Exception {
        createCrates();
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("before.tar.gz");
        Restore restore = restore(crates()).safetyBackup(saved);
        if (db().can(Ability.SUPPRESSES_TRIGGERS)) {
            assertThat(restore.plan().notes().toString()).doesNotContain("may not be exact");
            return;
        }
        assertThat(restore.plan().notes().toString())
                .contains("way back from this restore may not be exact")
                .containsIgnoringCase("change_crate")
                .contains("drop them");
        restore.run();
        Restore undo = Restore.undo(saved).into(db().dataSource());
        assertThat(undo.plan().notes().toString()).contains("may not come back exactly");
        failsWithoutTrace(VerificationException.class, undo::run);

        db().execute("drop trigger change_crate", "drop trigger change_child");
        undo.run();
        db().execute(db().updateTrigger("crate", "update crate set touched = coalesce(touched, 0) + 100"));
        db().execute(db().updateTrigger(
                        "child", "update crate set n = (select count(*) from child where crate_id = crate.id)"));
        DatabaseState.of(db()).assertSameAs(before);
    }

    /** Of a table that is not in the backup a trigger counts the rows of one that is. */
    @Test
    default void theWayBackBringsBackTablesThatTriggersSayTheyChange() throws Exception {
        assumeSuppressible();
        createCrates();
        db().execute(
                        "create table label (id ${bigint} primary key, crate_id ${bigint} references crate (id))",
                        "create table history (id ${bigint})",
                        "insert into label values (3, 1)");
        DatabaseState before = DatabaseState.of(db());
        Path saved = temp().resolve("before.tar.gz");
        TestBackup children = new TestBackup().table("child", "{'id':60,'crate_id':1}");
        RestoreReport report =
                freshly(children).safetyBackup(saved).mode(Mode.APPEND).run();
        assertThat(report.warnings().toString()).contains("what refers to it: crate");
        assertThat(db().rows("select n from crate where id = 1")).doesNotContain("7");
        Restore.undo(saved).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);

        freshly(new TestBackup().table("child", "{'id':70,'crate_id':1}", "{'id':71,'crate_id':null}"))
                .safetyBackup(temp().resolve("again.tar.gz"))
                .run();
        assertThat(db().rows("select n from crate where id = 1")).doesNotContain("7");
        Restore.undo(temp().resolve("again.tar.gz")).into(db().dataSource()).run();
        DatabaseState.of(db()).assertSameAs(before);
    }
}
