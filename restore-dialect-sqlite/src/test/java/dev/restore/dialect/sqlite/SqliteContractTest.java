package dev.restore.dialect.sqlite;

import dev.restore.testing.DialectContract;
import dev.restore.testing.DialectPackageContract;
import dev.restore.testing.JdbiContract;
import dev.restore.testing.OneWriterContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The contract on SQLite. Its types are hints, and it has neither schemas nor identities that are generated always: what it
 * cannot promise is no test here, and {@link SqliteTrapsTest#otherValuesStayWhatTheyAre} says what holds instead.
 */
class SqliteContractTest extends DialectContract implements OneWriterContract, JdbiContract, DialectPackageContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    public void refusesTextInAnIntegerColumn() {
        Assumptions.abort("SQLite keeps a text in an integer column");
    }

    @Override
    public void refusesBytesThatAreNeitherBase64NorHex() {
        Assumptions.abort("SQLite keeps a text in a binary column");
    }

    @Override
    public void readsSecondsAndMillisecondsSinceTheEpoch() {
        Assumptions.abort("SQLite has no type for times");
    }

    @Override
    public void refusesFractionsInAnIntegerColumn() {
        Assumptions.abort("SQLite keeps a fraction in an integer column");
    }

    @Override
    public void takesTimesWithoutAZoneInTheZoneThatIsAskedFor() {
        Assumptions.abort("SQLite has no type for times");
    }

    @Override
    public void refusesDaysThatDoNotExist() {
        Assumptions.abort("SQLite has no type for days");
    }

    @Override
    public void restoresAnIdentityThatIsGeneratedAlways() {
        Assumptions.abort("SQLite has no identity that is generated always");
    }

    @Override
    public void namesAValueThatDoesNotFitItsColumn(int batchRows) {
        Assumptions.abort("SQLite keeps values of any kind");
    }

    @Override
    public void findsATableInAnotherSchema() {
        Assumptions.abort("SQLite has no schemas");
    }
}
