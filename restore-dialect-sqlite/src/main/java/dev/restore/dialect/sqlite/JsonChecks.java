package dev.restore.dialect.sqlite;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the columns that a check of their table lets hold JSON only, or nothing. */
final class JsonChecks {

    private static final String JSON_VALID = "JSON_VALID";

    /** What such a check says, one word after the other, without parentheses but those of the function. */
    private static final Pattern CHECK =
            Pattern.compile("JSON_VALID \\( (?<column>.+?) \\)( = 1)?( OR \\k<column> IS NULL)?"
                    + "|(?<null>.+?) IS NULL OR JSON_VALID \\( \\k<null> \\)( = 1)?");

    private JsonChecks() {}

    /**
     * Returns the names of the columns in lower case.
     *
     * @param sql the statement that created the table
     */
    static Set<String> columns(String sql) {
        if (!sql.toUpperCase(Locale.ROOT).contains(JSON_VALID)) {
            return Set.of();
        }
        List<String> words = SqlWords.named(sql);
        Set<String> columns = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("CHECK")) {
                Matcher check = CHECK.matcher(condition(words, i + 1));
                if (check.matches()) {
                    String column = check.group("column") == null ? check.group("null") : check.group("column");
                    columns.add(column.toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    /** Returns the condition whose parenthesis is the word at an index. */
    private static String condition(List<String> words, int from) {
        StringJoiner condition = new StringJoiner(" ");
        int depth = 0;
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("(")) {
                depth++;
            } else if (word.equals(")")) {
                depth--;
            } else {
                condition.add(word.startsWith(SqlWords.NAME) ? word.substring(1) : word);
            }
            if (word.equals(JSON_VALID)
                    && i + 3 < words.size()
                    && words.get(i + 3).equals(")")) {
                String column = words.get(i + 2);
                condition.add("( " + (column.startsWith(SqlWords.NAME) ? column.substring(1) : column) + " )");
                i += 3;
            }
            if (depth == 0) {
                break;
            }
        }
        return condition.toString();
    }
}
