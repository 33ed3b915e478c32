package dev.restore.testing;

import java.nio.file.Path;
import java.util.Map;

/**
 * The contract on a database that no dialect knows: what plain JDBC and standard SQL keep. HSQLDB tells columns and triggers by none of
 * the means that plain JDBC has, and ends no wait, so that the parts of the contract that rest on those are not promised there.
 */
class HsqldbContractTest extends DatabaseCase
        implements ShapesContract,
                KeysContract,
                BadRowContract,
                ConflictContract,
                DanglingRowContract,
                MusicStoreContract {

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
        return Map.ofEntries(
                Map.entry("namesRowsOfEachKey", "HSQLDB refuses a dangling row at once and names its constraint only"),
                Map.entry(
                        "namesARowWhoseKeyHasSeveralColumns",
                        "HSQLDB refuses a dangling row at once and names its constraint only"),
                Map.entry(
                        "refusesAReferenceToAMissingRowAndSaysWhich",
                        "HSQLDB refuses a dangling row at once and names its constraint only"),
                Map.entry(
                        "restoresACycleOfTwoTablesThatAllowsNoNull",
                        "HSQLDB has no deferrable keys: the plan refuses it"),
                Map.entry(
                        "restoresAnIdentityThatIsGeneratedAlways",
                        "plain JDBC does not tell which identities are generated always"));
    }
}
