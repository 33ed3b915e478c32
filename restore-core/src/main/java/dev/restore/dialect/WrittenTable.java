package dev.restore.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table that a statement in the text of a trigger writes to. What the text puts together only when it runs is not seen.
 *
 * @param schema the schema as the text names it, or null
 * @param name its name as the text writes it
 * @param quoted whether the name is in quotes, so that its case counts
 * @param changes whether rows that are there may change or go; otherwise rows only come
 */
public record WrittenTable(@Nullable String schema, String name, boolean quoted, boolean changes) {

    /** Before UPDATE these make it something else than a statement. */
    private static final Set<String> NO_STATEMENT = Set.of("DO", "FOR", "KEY", "ON", "OF", "OR", "AFTER", "BEFORE");

    private static final Set<String> FILLERS = Set.of("ONLY", "TABLE", "INTO", "FROM");

    public WrittenTable {
        Objects.requireNonNull(name, "name");
    }

    /** A word, a quoted name or a single character. */
    private record Token(String text, boolean quoted) {

        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }

        boolean isName() {
            return quoted || isWordPart(text.charAt(0));
        }

        String word() {
            return quoted ? "" : text.toUpperCase(Locale.ROOT);
        }
    }

    /** Returns the tables that statements in a text of SQL or PL/pgSQL write to, in their order. */
    public static List<WrittenTable> in(String text) {
        List<Token> tokens = tokens(text);
        List<WrittenTable> written = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            String before = i == 0 ? "" : tokens.get(i - 1).word();
            String word = tokens.get(i).word();
            boolean statement = switch (word) {
                case "UPDATE" ->
                    !NO_STATEMENT.contains(before)
                            && !follows(tokens, i, "OF")
                            && !follows(tokens, i, "ON")
                            && !follows(tokens, i, "SET");
                case "DELETE" -> follows(tokens, i, "FROM");
                case "INSERT" -> follows(tokens, i, "INTO") || follows(tokens, i, "OR");
                case "REPLACE", "MERGE" -> !NO_STATEMENT.contains(before) && follows(tokens, i, "INTO");
                case "TRUNCATE" -> !NO_STATEMENT.contains(before);
                default -> false;
            };
            if (statement) {
                add(tokens, i, written);
            }
        }
        return written;
    }

    private static boolean follows(List<Token> tokens, int at, String word) {
        return at + 1 < tokens.size() && tokens.get(at + 1).is(word);
    }

    private static void add(List<Token> tokens, int statement, List<WrittenTable> written) {
        int at = statement + 1;
        boolean changes = !tokens.get(statement).is("INSERT");
        if (at + 1 < tokens.size() && tokens.get(at).is("OR")) {
            changes |= tokens.get(at + 1).is("REPLACE");
            at += 2;
        }
        while (at < tokens.size() && FILLERS.contains(tokens.get(at).word())) {
            at++;
        }
        if (at >= tokens.size() || !tokens.get(at).isName()) {
            return;
        }
        Token name = tokens.get(at);
        String schema = null;
        if (at + 2 < tokens.size() && tokens.get(at + 1).is(".")) {
            schema = name.text();
            name = tokens.get(at + 2);
        }
        written.add(new WrittenTable(schema, name.text(), name.quoted(), changes || updatesOnConflict(tokens, at)));
    }

    private static boolean updatesOnConflict(List<Token> tokens, int from) {
        for (int i = from; i + 1 < tokens.size() && !tokens.get(i).is(";"); i++) {
            if (tokens.get(i).is("DO") && tokens.get(i + 1).is("UPDATE")) {
                return true;
            }
        }
        return false;
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (text.startsWith("--", at)) {
                end = end(text.indexOf('\n', at), text);
            } else if (text.startsWith("/*", at)) {
                end = end(text.indexOf("*/", at + 2) + 1, text);
            } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
                // SQLite takes a text for a name where only a name can stand.
                char close = c == '[' ? ']' : c;
                end = closing(text, at, close);
                String inner = text.substring(at + 1, Math.max(at + 1, end - 1));
                tokens.add(new Token(inner.replace("" + close + close, "" + close), true));
            } else if (isWordPart(c)) {
                end = at;
                while (end < text.length() && isWordPart(text.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(text.substring(at, end), false));
            } else {
                end = at + 1;
                if (!Character.isWhitespace(c)) {
                    tokens.add(new Token(String.valueOf(c), false));
                }
            }
            at = end;
        }
        return tokens;
    }

    private static int end(int last, String text) {
        return last <= 0 ? text.length() : last + 1;
    }

    /** Returns where a quoted part ends; a doubled quote within it is none. */
    private static int closing(String text, int start, char quote) {
        int at = start + 1;
        while (at < text.length()) {
            if (text.charAt(at) == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote && quote != ']') {
                    at++;
                } else {
                    return at + 1;
                }
            }
            at++;
        }
        return text.length();
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }
}
