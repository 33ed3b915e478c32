package dev.restore.testing;

import java.nio.file.Path;

/** The contract on a database that no dialect knows: what plain JDBC and standard SQL keep. */
class HsqldbContractTest extends DialectContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }
}
