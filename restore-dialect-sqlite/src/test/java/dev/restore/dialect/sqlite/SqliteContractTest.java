package dev.restore.dialect.sqlite;

import dev.restore.testing.DialectContract;
import dev.restore.testing.OneWriterContract;
import dev.restore.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The contract on SQLite. Its types are hints, and it has neither schemas nor identities that are generated always: what it
 * cannot promise is no test here, and {@link SqliteTrapsTest#otherValuesStayWhatTheyAre} says what holds instead.
 */
class SqliteContractTest extends DialectContract implements OneWriterContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    /** H2 is not here, so that drills are tested with SQLite. */
    @Override
    public TestDatabase elsewhere() throws IOException {
        return new SqliteDatabase(Files.createTempDirectory(temp(), "elsewhere"));
    }

    @Override
    public void refusesTextInAnIntegerColumn() {}

    @Override
    public void refusesBytesThatAreNeitherBase64NorHex() {}

    @Override
    public void readsSecondsAndMillisecondsSinceTheEpoch() {}

    @Override
    public void refusesFractionsInAnIntegerColumn() {}

    @Override
    public void takesTimesWithoutAZoneInTheZoneThatIsAskedFor() {}

    @Override
    public void refusesDaysThatDoNotExist() {}

    @Override
    public void restoresAnIdentityThatIsGeneratedAlways() {}

    @Override
    public void namesAValueThatDoesNotFitItsColumn(int batchRows) {}

    @Override
    public void findsATableInAnotherSchema() {}
}
