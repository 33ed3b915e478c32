package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.DialectContract;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** All of the contract on MariaDB; {@link MariaDbContractTest} has the part that depends on the database most. */
class MariaDbWholeTest extends DialectContract implements ManyWritersContract {

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return new MariaDbDatabase();
    }

    @Override
    protected Map<String, String> cannotKeep() {
        Map<String, String> reasons = new HashMap<>(MariaDbContractTest.CANNOT_KEEP);
        reasons.put(
                "rowsAreFoundAgainAfterTheirNumbersHaveChanged",
                "the standard dialect has no staging, by which keys are mapped");
        reasons.put("verifyingComparesTheKeysOfReferences", "drills need H2 or SQLite on the class path of the tests");
        reasons.put(
                "rejectedRowsKeepTheirTypedValues",
                "MariaDB has no JSON to cast to: the name stands for a text that is checked");
        reasons.put("rowsWhoseFieldsDoNotFitAreRejectedLikeOthers", "a text that is to have keys holds 768 characters");
        reasons.put("aSchemaMayHoldLongTexts", "a text that is to have keys holds 768 characters");
        reasons.put("aTableMayHaveManyColumns", "a table of InnoDB has at most 1,017 columns");
        return reasons;
    }
}
