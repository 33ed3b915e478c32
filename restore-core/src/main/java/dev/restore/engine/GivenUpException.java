package dev.restore.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A road that was taken in hope does not lead to the end with these rows; the careful one may. */
final class GivenUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Creates one.
     *
     * @param reason one clause, without values of rows
     */
    GivenUpException(String reason, @Nullable Exception cause) {
        super(reason, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    String reason() {
        return reason;
    }
}
