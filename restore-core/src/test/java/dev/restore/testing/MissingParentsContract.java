package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Restore;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.TableReport;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that references miss are created from what the caller says of their columns, or are rows that are known by it. */
interface MissingParentsContract extends MergeCase {

    /** Creates people who may have a boss, and what they own. */
    default void createOwners(String... people) throws SQLException {
        db().execute(
                        "create table person (id ${identity}, name ${text} not null unique, boss_id ${bigint} references person (id))",
                        "create table thing (id ${identity}, owner_id ${bigint} not null references person (id),"
                                + " holder_id ${bigint} references person (id))");
        for (String name : people) {
            db().execute("insert into person (name) values ('" + name + "')");
        }
    }

    private TestBackup things() {
        return new TestBackup().table("thing", "{'id':1,'owner_id':70,'holder_id':71}");
    }

    private List<String> owners() throws SQLException {
        return db().rows("select o.name, h.name from thing t join person o on o.id = t.owner_id"
                + " left join person h on h.id = t.holder_id order by t.id");
    }

    private static TableReport people(RestoreReport report) {
        return report.tables().stream()
                .filter(table -> table.table().equalsIgnoreCase("person"))
                .findFirst()
                .orElseThrow();
    }

    private static MappedKeys keys(RestoreReport report) {
        return report.keys().stream()
                .filter(table -> table.table().equalsIgnoreCase("person"))
                .findFirst()
                .orElseThrow();
    }

    private Restore ghosts(TestBackup backup) throws Exception {
        return merging(backup)
                .naturalKey("person", "name")
                .createMissing("person")
                .defaultValue("person", "name", "ghost");
    }

    @Test
    default void missingRowsThatAreKnownByWhatIsSaidOfThemAreNotCreated() throws Exception {
        createOwners("other", "ghost");
        db().execute("update person set boss_id = 1 where name = 'ghost'");
        RestoreReport report = complete(ghosts(things()));
        assertThat(owners()).containsExactly("ghost|ghost");
        assertThat(db().rows("select id, name, boss_id from person order by id"))
                .containsExactly("1|other|∅", "2|ghost|1");
        assertThat(people(report).read()).isZero();
        assertThat(keys(report))
                .satisfies(keys -> assertThat(keys.created()).isZero())
                .satisfies(keys -> assertThat(keys.matched()).isZero())
                .satisfies(keys -> assertThat(keys.identified()).isEqualTo(2));
        assertThat(report.text()).contains("2 missing rows known by their natural keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "other"})
    default void aMissingRowMayBeOneOfTheBackup(String there) throws Exception {
        createOwners("first", there);
        TestBackup backup =
                new TestBackup().table("person", "{'id':1,'name':'ann'}", "{'id':5,'name':'bob','boss_id':77}");
        RestoreReport report = complete(merging(backup)
                .naturalKey("person", "name")
                .orphans(OrphanPolicy.CREATE)
                .defaultValue("person", "name", "ann"));
        assertThat(db().rows("select p.name, b.name from person p left join person b on b.id = p.boss_id"
                        + " where p.name in ('ann', 'bob') order by 1"))
                .containsExactly("ann|∅", "bob|ann");
        assertThat(people(report).inserted()).isEqualTo(there.equals("ann") ? 1 : 2);
        assertThat(keys(report).created()).isZero();
        assertThat(keys(report).identified()).isEqualTo(1);
    }

    @Test
    default void rowsThatWouldAllBeTheSameAreNotCreated() throws Exception {
        createOwners("other");
        List<String> wrong = List.of(
                failsWithoutTrace(PlanException.class, ghosts(things())::run).getMessage(),
                failsWithoutTrace(
                                PlanException.class,
                                merging(things()).createMissing("person").defaultValue("person", "name", "ghost")::run)
                        .getMessage(),
                ghosts(things()).plan().problems().get(0).message());
        assertThat(wrong)
                .allSatisfy(message -> assertThat(message)
                        .containsIgnoringCase(
                                "2 rows of person are missing, and each would be created with the same name")
                        .contains("only one row can be created so"));
    }

    @Test
    default void referencesThatAreClearedAreCounted() throws Exception {
        createOwners("other");
        TestBackup backup = new TestBackup()
                .table("person", "{'id':5,'name':'ann'}")
                .table("thing", "{'id':1,'owner_id':5,'holder_id':71}", "{'id':2,'owner_id':5,'holder_id':5}");
        RestoreReport report = complete(merging(backup).orphans(OrphanPolicy.NULL));
        assertThat(owners()).containsExactly("ann|∅", "ann|ann");
        MappedKeys keys = report.keys().stream()
                .filter(table -> table.table().equalsIgnoreCase("thing"))
                .findFirst()
                .orElseThrow();
        assertThat(keys.cleared()).isEqualTo(1);
        assertThat(keys.references()).isZero();
        assertThat(report.text()).contains("1 reference led nowhere and cleared");
    }

    @Test
    default void aReferenceThatTakesNoNullIsNotCleared() throws Exception {
        createOwners("other");
        TestBackup backup = new TestBackup().table("thing", "{'id':1,'owner_id':70,'holder_id':null}");
        assertThat(failsWithoutTrace(LoadException.class, merging(backup).orphans(OrphanPolicy.NULL)::run))
                .message()
                .containsIgnoringCase("refers to a row that is missing")
                .contains("takes no null")
                .containsIgnoringCase("--orphans thing.owner_id=reject");
        assertThat(merging(backup)
                        .orphans("thing.owner", OrphanPolicy.NULL)
                        .plan()
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("takes no null"));
    }

    @Test
    default void aWrongNameIsAnsweredByThoseThatAreThere() throws Exception {
        createOwners("other");
        RestorePlan plan = merging(things())
                .orphans("thing.keeper", OrphanPolicy.NULL)
                .createMissing("nobody")
                .naturalKey("thing", "owner")
                .plan();
        assertThat(plan.problems())
                .anySatisfy(
                        problem -> assertThat(problem.remedy()).containsIgnoringCase("thing.holder_id, thing.owner_id"))
                .anySatisfy(problem -> assertThat(problem.remedy()).containsIgnoringCase("correct the name: person"))
                .anySatisfy(problem -> assertThat(problem.remedy()).contains("owner.COLUMN"));
    }

    @Test
    default void aRowThatCannotBeCreatedIsSaidToBeNoneOfTheBackup() throws Exception {
        createOwners("other");
        TestBackup backup = new TestBackup().table("thing", "{'id':1,'owner_id':70,'holder_id':null}");
        PlanException failure = failsWithoutTrace(
                PlanException.class,
                merging(backup).naturalKey("person", "name").createMissing("person")::run);
        assertThat(failure).message().containsIgnoringCase("a missing row of person cannot be created");
    }
}
