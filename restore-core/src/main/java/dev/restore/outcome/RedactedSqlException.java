package dev.restore.outcome;

import java.sql.SQLException;

/** Stands for an exception of a driver, without the values that it quotes. */
final class RedactedSqlException extends SQLException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param words what the original says, without values; empty when that is not known
     */
    RedactedSqlException(SQLException original, String words) {
        super(RedactedException.text(original, words), original.getSQLState(), original.getErrorCode());
    }
}
