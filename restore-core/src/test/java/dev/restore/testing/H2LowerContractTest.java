package dev.restore.testing;

import java.nio.file.Path;

/** The contract on H2 that keeps names, its own included, in lower case. */
class H2LowerContractTest extends DialectContract implements OneWriterContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.with(";DATABASE_TO_LOWER=TRUE");
    }
}
