package dev.restore.testing;

import java.nio.file.Path;

/**
 * The contract on a database that no dialect knows: what plain JDBC and standard SQL keep. HSQLDB tells columns and triggers by none of
 * the means that plain JDBC has, and ends no wait, so that the parts of the contract that rest on those are not promised there.
 */
class HsqldbContractTest extends DatabaseCase
        implements ShapesContract,
                KeysContract,
                BadRowContract,
                ConflictContract,
                DanglingRowContract,
                MusicStoreContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }
}
