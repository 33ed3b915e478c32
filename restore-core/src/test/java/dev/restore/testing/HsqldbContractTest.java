package dev.restore.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
                "HSQLDB's driver stores another day in place of those before 1582-10-15: the comparison finds it",
                "keepsDaysBeforeTheCalendarReform");
        because(
                reasons,
                "HSQLDB has no type for JSON",
                "extendedJsonIsTheValueThatItNames",
                "whatDoesNotListBytesIsRefused",
                "rejectedRowsKeepTheirTypedValues");
        because(reasons, "no service names the standard dialect", "exactlyOneDialectTakesThisDatabase");
        return reasons;
    }

    private static void because(Map<String, String> reasons, String reason, String... tests) {
        List.of(tests).forEach(test -> reasons.put(test, reason));
    }
}
