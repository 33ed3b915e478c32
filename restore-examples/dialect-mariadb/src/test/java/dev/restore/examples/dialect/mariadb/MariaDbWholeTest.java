package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.DialectContract;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** All of the contract on MariaDB; {@link MariaDbContractTest} has the part that depends on the database most. */
class MariaDbWholeTest extends DialectContract implements ManyWritersContract {

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return new MariaDbDatabase();
    }

    @Override
    protected Map<String, String> cannotKeep() {
        return Map.ofEntries(
                Map.entry(
                        "rowsAreFoundAgainAfterTheirNumbersHaveChanged",
                        "the standard dialect has no staging, by which keys are mapped"),
                Map.entry(
                        "verifyingComparesTheKeysOfReferences",
                        "drills need H2 or SQLite on the class path of the tests"),
                Map.entry(
                        "restoresAnIdentityThatIsGeneratedAlways", "MariaDB has no identity that is generated always"),
                Map.entry(
                        "findsATableInAnotherSchema",
                        "a schema of MariaDB is a database of its own, which JDBC takes for a catalog"),
                Map.entry(
                        "rejectedRowsKeepTheirTypedValues",
                        "MariaDB has no JSON to cast to: the name stands for a text that is checked"),
                Map.entry("restoresALongTextAmongSmallBatches", "a text that is to have keys holds 768 characters"),
                Map.entry(
                        "rowsWhoseFieldsDoNotFitAreRejectedLikeOthers",
                        "a text that is to have keys holds 768 characters"));
    }
}
