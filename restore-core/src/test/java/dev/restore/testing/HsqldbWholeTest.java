package dev.restore.testing;

import java.nio.file.Path;
import java.util.Map;

/** All of the contract on a database that no dialect knows; {@link HsqldbContractTest} has the part that depends on the database most. */
class HsqldbWholeTest extends DialectContract implements ManyWritersContract {

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
        return HsqldbDatabase.cannotKeep();
    }
}
