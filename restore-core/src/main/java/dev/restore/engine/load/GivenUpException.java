package dev.restore.engine.load;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A strategy that counts on good rows does not lead to the end with these; the safe one may. */
public final class GivenUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final String reason;

    /**
     * Creates one.
     *
     * @param reason one clause, without values of rows
     */
    public GivenUpException(String reason, @Nullable Exception cause) {
        super(reason, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Gives up because of a failed statement, unless the connection is lost, the statement was ended from outside or met a
     * deadlock: that has nothing to do with the strategy. What the database says may quote values, and is left out.
     *
     * @param doing what did not work, one clause
     * @param locks whether the safe strategy may need fewer locks
     */
    public static void throwIfRowsMayBeToBlame(String doing, SQLException failure, boolean locks) {
        String state = failure.getSQLState();
        if (state == null
                || Stream.of("08", "40", "57").anyMatch(state::startsWith)
                || (state.equals(LOCK_NOT_AVAILABLE) && !locks)) {
            return;
        }
        throw new GivenUpException(doing + " (SQLSTATE " + state + ")", failure);
    }

    public String reason() {
        return reason;
    }
}
