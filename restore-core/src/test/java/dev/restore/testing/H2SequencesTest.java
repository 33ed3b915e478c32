package dev.restore.testing;

import java.nio.file.Path;

/** Sequences that no column owns, on H2. */
class H2SequencesTest extends DatabaseCase implements SequencesContract {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return H2Database.with(";DATABASE_TO_LOWER=TRUE");
    }

    @Override
    public String next(String sequence) {
        return "next value for " + sequence;
    }
}
