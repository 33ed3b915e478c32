package dev.restore.seed;

import dev.restore.outcome.RestoreException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries again what only others keep from being done: a database takes one restore at a time, and tests of another schema or process seed
 * theirs, too.
 */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Patience() {}

    static <T> T with(Supplier<T> action) {
        long start = System.nanoTime();
        while (true) {
            try {
                return action.get();
            } catch (RestoreException e) {
                if (!e.retryable() || e.committed() || System.nanoTime() - start > LIMIT.toNanos()) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(RestoreException reason) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
