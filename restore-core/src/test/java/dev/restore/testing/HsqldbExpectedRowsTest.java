package dev.restore.testing;

import java.nio.file.Path;

/** Expected rows on a database without a dialect. */
class HsqldbExpectedRowsTest extends DatabaseCase implements ExpectedRowsContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }
}
