package dev.restore.seed;

import org.jspecify.annotations.Nullable;

/**
 * A database that could not be brought into the state of its seed. The message says why and what to do about it, and quotes no values of
 * rows.
 */
public final class SeedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SeedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
