package dev.restore.testing;

import java.nio.file.Path;

/** The contract on H2. */
class H2ContractTest extends DialectContract implements OneWriterContract, JdbiContract, DialectPackageContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }
}
