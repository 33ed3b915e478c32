package dev.restore.dialect;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else holds what a statement needs, so that it may succeed later. The message says who, as far as the database tells, quotes no
 * values of rows, and is passed on as it is.
 */
public final class BusyException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * Creates an exception.
     *
     * @param message what is held and by whom, one clause
     * @param remedy what can be done about it, one clause
     * @param sqlState the SQLSTATE that the database gave or would have given, or null
     * @param cause what the driver threw, or null
     */
    public BusyException(String message, String remedy, @Nullable String sqlState, @Nullable SQLException cause) {
        super(message, sqlState, cause == null ? 0 : cause.getErrorCode(), cause);
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** Returns what can be done about it, one clause. */
    public String remedy() {
        return remedy;
    }
}
