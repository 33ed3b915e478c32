package dev.restore.engine;

import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** What drivers say, in one line. */
final class Messages {

    private static final String MASK = "...";

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

    /**
     * Returns the message of an exception about a row on one line, without the values of that row: databases quote them,
     * and messages end up in logs.
     */
    static String withoutValues(SQLException failure, LoadTarget target, Rows rows, int row) {
        String message = firstLine(failure);
        for (int i = 0; i < rows.columns(); i++) {
            String value = new String(
                    rows.bytes(), rows.start(row, i), rows.end(row, i) - rows.start(row, i), StandardCharsets.UTF_8);
            if (!value.isEmpty() && !isName(value, target)) {
                message = mask(message, value);
            }
        }
        return message;
    }

    private static boolean isName(String value, LoadTarget target) {
        return value.equals(target.table().name().name())
                || target.columns().stream().anyMatch(column -> column.name().equals(value));
    }

    /** Replaces a value where it stands alone, not where its characters are part of a word. */
    private static String mask(String message, String value) {
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        for (int at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) {
            int end = at + value.length();
            if (at >= copied && !partOfWord(message, at - 1) && !partOfWord(message, end)) {
                masked.append(message, copied, at).append(MASK);
                copied = end;
            }
        }
        return masked.append(message, copied, message.length()).toString();
    }

    private static boolean partOfWord(String message, int index) {
        return index >= 0
                && index < message.length()
                && (Character.isLetterOrDigit(message.charAt(index)) || message.charAt(index) == '_');
    }
}
