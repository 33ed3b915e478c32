package dev.restore.dialect;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What this library finds out about a database by itself, where a driver would throw an {@link SQLException}. The message quotes no
 * values of rows, and is passed on as it is.
 */
public final class SessionException extends SQLException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception without an SQLSTATE. */
    public SessionException(String message) {
        super(message);
    }

    /** Creates an exception with the SQLSTATE that a database would have given. */
    public SessionException(String message, @Nullable String sqlState) {
        super(message, sqlState);
    }

    /** Creates an exception with the SQLSTATE and code of what a driver threw. */
    public SessionException(String message, SQLException cause) {
        super(message, cause.getSQLState(), cause.getErrorCode(), cause);
    }
}
