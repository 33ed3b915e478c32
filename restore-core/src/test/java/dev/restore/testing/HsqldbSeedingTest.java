package dev.restore.testing;

import java.nio.file.Path;

/** Seeding where no dialect saves the state of tables, so that all rows are restored. */
class HsqldbSeedingTest extends SeedingCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new HsqldbDatabase();
    }

    @Override
    public boolean putsBackOnlyChanges() {
        return false;
    }
}
