package dev.restore.testing;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

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
    public void namesRowsOfEachKey() {
        Assumptions.abort("HSQLDB refuses a dangling row at once and names its constraint only");
    }

    @Override
    public void namesARowWhoseKeyHasSeveralColumns() {
        Assumptions.abort("HSQLDB refuses a dangling row at once and names its constraint only");
    }

    @Override
    public void refusesAReferenceToAMissingRowAndSaysWhich() {
        Assumptions.abort("HSQLDB refuses a dangling row at once and names its constraint only");
    }

    @Override
    public void restoresACycleOfTwoTablesThatAllowsNoNull() {
        Assumptions.abort("HSQLDB has no deferrable keys: the plan refuses it");
    }

    @Override
    public void restoresAnIdentityThatIsGeneratedAlways() {
        Assumptions.abort("plain JDBC does not tell which identities are generated always");
    }
}
