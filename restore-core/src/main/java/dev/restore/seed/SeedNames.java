package dev.restore.seed;

import java.util.UUID;

/** Names for what is kept in databases as long as a run of tests needs it. */
final class SeedNames {

    private static final int LENGTH = 12;

    private SeedNames() {}

    /** Returns a name that nothing else has, and by which people know what left it. */
    static String fresh(String beginning) {
        return beginning + UUID.randomUUID().toString().replace("-", "").substring(0, LENGTH);
    }
}
