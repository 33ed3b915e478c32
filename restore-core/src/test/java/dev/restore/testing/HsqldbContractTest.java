package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on a database that no dialect knows: what plain JDBC and standard SQL keep. */
class HsqldbContractTest extends DialectContract implements ManyWritersContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }

    @Override
    public TestDatabase elsewhere(Path directory) {
        return new H2Database();
    }

    @Override
    protected Map<String, String> cannotKeep() {
        Map<String, String> reasons = new HashMap<>();
        because(
                reasons,
                "HSQLDB refuses a dangling row at once and names its constraint only",
                "namesRowsOfEachKey",
                "namesARowWhoseKeyHasSeveralColumns",
                "refusesAReferenceToAMissingRowAndSaysWhich",
                "givesTheConnectionBackAsItWas");
        because(
                reasons,
                "HSQLDB has no deferrable keys: the plan refuses it",
                "restoresACycleOfTwoTablesThatAllowsNoNull");
        because(
                reasons,
                "plain JDBC tells nothing of triggers",
                "findsAValueThatATriggerChanged",
                "saysBeforeThatTheWayBackWillNotBeExact",
                "theWayBackFiresTriggersWhereThatIsAskedFor",
                "whereTriggersCannotBeSuppressedThePlanSaysSo",
                "whereThereAreNoTriggersTheyCanBeSuppressed",
                "triggersFireByDefaultAndAreNamed");
        because(
                reasons,
                "values are always compared where no dialect is there",
                "comparesNothingUnlessAsked",
                "findsWhatWasChangedBetweenTwoRuns");
        because(reasons, "HSQLDB keeps its tables in memory", "holdsOnlyAFewRowsInMemory");
        because(
                reasons,
                "HSQLDB does not give numbers back that a rolled back insert has drawn: the next one is free, but not the least",
                "theWayBackOfTheWayBackIsTheRestore",
                "restoresAnIdentityThatIsGeneratedAlways",
                "keepsToOddNames");
        because(reasons, "HSQLDB takes away that a thread was interrupted", "aCancelledRunLeavesNoHalfSafetyBackup");
        because(
                reasons,
                "HSQLDB's driver stores another day in place of those before 1582-10-15: the comparison finds it",
                "keepsDatesAndTimes");
        because(
                reasons,
                "HSQLDB has no type for JSON",
                "extendedJsonIsTheValueThatItNames",
                "whatDoesNotListBytesIsRefused",
                "rejectedRowsKeepTheirTypedValues");
        because(
                reasons,
                "HSQLDB ends no running statement",
                "aCancelEndsAnInsertThatHangs",
                "aDeadlineEndsAnInsertThatHangs",
                "anInterruptEndsAnInsertThatHangsAndKeepsTheFlag");
        because(
                reasons,
                "plain JDBC does not tell one session from another",
                "joinsTheTransactionThatADataSourceHandsOut");
        because(reasons, "no service names the standard dialect", "exactlyOneDialectTakesThisDatabase");
        return reasons;
    }

    @Test
    void restoresAnIdentityThatOnlyTheDatabaseSets() throws Exception {
        db().execute("create table item (id bigint generated always as identity primary key, name ${text})");
        restore(new TestBackup().table("item", "{'id':41,'name':'a'}", "{'id':42,'name':'b'}"))
                .run();
        db().execute("insert into item (name) values ('c')");
        assertThat(db().rows("select name from item where id in (41, 42) or id > 42 order by id"))
                .containsExactly("a", "b", "c");
    }

    private static void because(Map<String, String> reasons, String reason, String... tests) {
        List.of(tests).forEach(test -> reasons.put(test, reason));
    }
}
