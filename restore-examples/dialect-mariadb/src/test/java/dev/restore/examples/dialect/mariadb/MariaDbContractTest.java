package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.EssentialContract;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** The contract on MariaDB, but for what {@link MariaDbWholeTest} has, too. */
class MariaDbContractTest extends EssentialContract implements ManyWritersContract {

    /** What the essential parts of the contract ask for and this database cannot keep. */
    static final Map<String, String> CANNOT_KEEP = Map.of(
            "restoresAnIdentityThatIsGeneratedAlways", "MariaDB has no identity that is generated always",
            "findsATableInAnotherSchema",
                    "a schema of MariaDB is a database of its own, which JDBC takes for a catalog",
            "restoresALongTextAmongSmallBatches", "a text that is to have keys holds 768 characters");

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return new MariaDbDatabase();
    }

    @Override
    protected Map<String, String> cannotKeep() {
        return CANNOT_KEEP;
    }
}
