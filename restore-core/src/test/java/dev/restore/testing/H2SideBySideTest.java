package dev.restore.testing;

import java.nio.file.Path;

/** Tests side by side on H2. */
class H2SideBySideTest extends SideBySideCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.with(";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    }
}
