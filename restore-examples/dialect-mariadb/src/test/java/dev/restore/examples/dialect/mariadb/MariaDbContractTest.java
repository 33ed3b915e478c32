package dev.restore.examples.dialect.mariadb;

import dev.restore.testing.DialectContract;
import dev.restore.testing.ManyWritersContract;
import dev.restore.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Assumptions;

/** The contract on MariaDB. */
class MariaDbContractTest extends DialectContract implements ManyWritersContract {

    @Override
    protected TestDatabase createDatabase(Path directory) throws SQLException {
        return new MariaDbDatabase();
    }

    @Override
    public void restoresAnIdentityThatIsGeneratedAlways() {
        Assumptions.abort("MariaDB has no identity that is generated always");
    }

    @Override
    public void findsATableInAnotherSchema() {
        Assumptions.abort("a schema of MariaDB is a database of its own, which JDBC takes for a catalog");
    }

    @Override
    public void theWayBackOfTheWayBackIsTheRestore() {
        Assumptions.abort("numbers go on behind rows that are gone, because InnoDB never goes back");
    }

    @Override
    public void rejectedRowsKeepTheirTypedValues() {
        Assumptions.abort("MariaDB has no JSON to cast to: the name stands for a text that is checked");
    }

    @Override
    public void restoresALongTextAmongSmallBatches() {
        Assumptions.abort("a text that is to have keys holds 768 characters");
    }

    @Override
    public void rowsWhoseFieldsDoNotFitAreRejectedLikeOthers() {
        Assumptions.abort("a text that is to have keys holds 768 characters");
    }
}
