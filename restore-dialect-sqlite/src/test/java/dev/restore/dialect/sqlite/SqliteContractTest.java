package dev.restore.dialect.sqlite;

import dev.restore.testing.DialectContract;
import dev.restore.testing.DialectPackageContract;
import dev.restore.testing.JdbiContract;
import dev.restore.testing.OneWriterContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;

/**
 * The contract on SQLite. Its types are hints, and it has neither schemas nor identities that are generated always: what it
 * cannot promise is not a test here, and {@link SqliteTrapsTest#otherValuesStayWhatTheyAre} says what holds instead.
 */
class SqliteContractTest extends DialectContract implements OneWriterContract, JdbiContract, DialectPackageContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new SqliteDatabase(directory);
    }

    @Override
    protected Map<String, String> cannotKeep() {
        return Map.ofEntries(
                Map.entry("refusesTextInAnIntegerColumn", "SQLite keeps a text in an integer column"),
                Map.entry("refusesBytesThatAreNeitherBase64NorHex", "SQLite keeps a text in a binary column"),
                Map.entry("readsSecondsAndMillisecondsSinceTheEpoch", "SQLite has no type for times"),
                Map.entry("refusesFractionsInAnIntegerColumn", "SQLite keeps a fraction in an integer column"),
                Map.entry("takesTimesWithoutAZoneInTheZoneThatIsAskedFor", "SQLite has no type for times"),
                Map.entry("refusesDaysThatDoNotExist", "SQLite has no type for days"),
                Map.entry("restoresAnIdentityThatIsGeneratedAlways", "SQLite has no identity that is generated always"),
                Map.entry("namesAValueThatDoesNotFitItsColumn", "SQLite keeps values of any kind"),
                Map.entry("findsATableInAnotherSchema", "SQLite has no schemas"));
    }
}
