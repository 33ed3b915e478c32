package dev.restore.dialect.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits the SQL of a schema into words, so that a keyword is told from the same word in a name, text or comment. */
final class SqlWords {

    /** Stands for a quoted name or text. */
    static final String QUOTED = "''";

    /** Stands in front of a quoted name, where names are wanted. */
    static final String NAME = "\"";

    private SqlWords() {}

    /** Returns the words in upper case, {@link #QUOTED} for each quoted one, and single characters for the rest. */
    static List<String> of(String sql) {
        return split(sql, false);
    }

    /** Returns the same, but each quoted name in upper case, after {@link #NAME} and as it stands between its quotes. */
    static List<String> named(String sql) {
        return split(sql, true);
    }

    private static List<String> split(String sql, boolean named) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (sql.startsWith("--", at)) {
                at = end(sql, sql.indexOf('\n', at), 1);
            } else if (sql.startsWith("/*", at)) {
                at = end(sql, sql.indexOf("*/", at + 2), 2);
            } else if (c == '\'' || c == '"' || c == '`') {
                int start = at + 1;
                at = quoted(sql, start, c);
                words.add(named && c != '\'' ? name(sql, start, at) : QUOTED);
            } else if (c == '[') {
                int start = at + 1;
                at = end(sql, sql.indexOf(']', at), 1);
                words.add(named ? name(sql, start, at) : QUOTED);
            } else if (isWordPart(c)) {
                int start = at;
                while (at < sql.length() && isWordPart(sql.charAt(at))) {
                    at++;
                }
                words.add(sql.substring(start, at).toUpperCase(Locale.ROOT));
            } else {
                if (!Character.isWhitespace(c)) {
                    words.add(String.valueOf(c));
                }
                at++;
            }
        }
        return words;
    }

    private static String name(String sql, int start, int end) {
        return NAME + sql.substring(start, Math.max(start, end - 1)).toUpperCase(Locale.ROOT);
    }

    private static int end(String sql, int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private static int quoted(String sql, int from, char quote) {
        int at = from;
        while (at < sql.length()) {
            if (sql.charAt(at) == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    return at + 1;
                }
            }
            at++;
        }
        return at;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }
}
