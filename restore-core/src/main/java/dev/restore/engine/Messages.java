package dev.restore.engine;

import java.sql.SQLException;

/** What drivers say, in one line. */
final class Messages {

    private Messages() {}

    /** Returns the message of an exception on one line, without what drivers put behind it (the values of the row, say). */
    static String firstLine(SQLException failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }
}
