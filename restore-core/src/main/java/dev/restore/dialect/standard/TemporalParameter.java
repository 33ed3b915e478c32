package dev.restore.dialect.standard;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Gives dates and times to a statement as objects of {@code java.time}, or as texts where the driver does not take those. Used by one
 * thread.
 */
final class TemporalParameter {

    private boolean asText;

    /** Binds a value whose text is ISO 8601. */
    void set(PreparedStatement statement, int parameter, Object value) throws SQLException {
        if (asText) {
            statement.setString(parameter, text(value));
            return;
        }
        try {
            statement.setObject(parameter, value);
        } catch (SQLException e) {
            try {
                statement.setString(parameter, text(value));
            } catch (SQLException again) {
                e.addSuppressed(again);
                throw e;
            }
            asText = true;
        }
    }

    /** SQL separates the day from the time by a space, and some databases want the seconds. */
    private static String text(Object value) {
        String text = value.toString().replace('T', ' ');
        int time = text.indexOf(':');
        boolean seconds = time < 0 || (text.length() > time + 3 && text.charAt(time + 3) == ':');
        return seconds ? text : text.substring(0, time + 3) + ":00" + text.substring(time + 3);
    }
}
