package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values out of what a database says, and leaves the names of its tables, columns, keys and triggers. Where it is not sure
 * what something is, that goes. Immutable, and safe to use from any thread.
 */
public final class MessageRedaction {

    /** What stands for whatever was left out. */
    public static final String LEFT_OUT = "...";

    /** What is said of a text that only the author of a trigger or function knows the parts of. */
    public static final String RAISED =
            "a trigger or function of the database refused it, and what it says may quote values";

    private static final String OPENING = "\"'`»«„“「[";
    private static final String CLOSING = "\"'`«»““」]";

    /** After these come values whatever the database. */
    private static final Pattern VALUES = Pattern.compile(
            "\\b(?:values?|contents?|data was)\\b(?:\\s+(?:is|are|was|contains))?\\s*[:=(](?!\\s*[\"'`]\\.\\.\\.)|/\\*|\\bkey\\s*[:=]",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern NUMBERS = Pattern.compile("[\\p{N} ,]*");
    private static final Pattern BETWEEN =
            Pattern.compile(" (?:for|in|of|on) (?:key|column|table|relation|object|index|constraint) ");
    private static final Set<String> SQL_WORDS = Set.of(
            "constraint",
            "foreign",
            "key",
            "primary",
            "unique",
            "check",
            "references",
            "on",
            "delete",
            "update",
            "cascade",
            "restrict",
            "set",
            "null",
            "default",
            "no",
            "action");

    private final Set<String> names;

    private MessageRedaction(Set<String> names) {
        this.names = names;
    }

    /**
     * Creates one for a database.
     *
     * @param catalog whose names may stay, or null when nothing is known
     */
    public static MessageRedaction of(@Nullable Catalog catalog) {
        Set<String> names = new HashSet<>();
        if (catalog != null) {
            catalog.tables().forEach(table -> add(names, table));
        }
        return new MessageRedaction(names);
    }

    private static void add(Set<String> names, Table table) {
        add(names, table.name());
        table.columns().stream().map(Column::name).forEach(names::add);
        table.keys().stream().map(Key::name).filter(name -> name != null).forEach(names::add);
        table.triggers().stream().map(Trigger::name).forEach(names::add);
        for (ForeignKey key : table.foreignKeys()) {
            if (key.name() != null) {
                names.add(key.name());
            }
            add(names, key.referencedTable());
        }
    }

    private static void add(Set<String> names, TableName table) {
        names.add(table.name());
        if (table.schema() != null) {
            names.add(table.schema());
        }
    }

    /**
     * Returns one that leaves the words of a source too: for messages about what a statement names, which cannot quote a value
     * unless that is one of its words.
     */
    public MessageRedaction naming(String source) {
        Set<String> more = new HashSet<>(names);
        WORD.matcher(source).results().map(MatchResult::group).forEach(more::add);
        return new MessageRedaction(more);
    }

    /** Returns the first line of a message, without blanks around it. */
    public static String firstLine(String message) {
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }

    /** Returns a message of a database of which nothing is known, on one line. */
    public String any(String message) {
        String text = quoted(message, false);
        Matcher values = VALUES.matcher(text);
        if (values.find()) {
            text = text.substring(0, values.end()) + LEFT_OUT;
        }
        return firstLine(outsideBrackets(text));
    }

    /**
     * Returns a message without what stands in quotes, unless that is a name.
     *
     * @param valueFirst whether the first that stands in quotes is a value even if it reads like a name
     */
    public String quoted(String message, boolean valueFirst) {
        int at = 0;
        while (true) {
            int open = opening(message, at);
            if (open < 0) {
                return message;
            }
            char closing = CLOSING.charAt(OPENING.indexOf(message.charAt(open)));
            int close = message.indexOf(closing, open + 1);
            if (close < 0) {
                return message.substring(0, open + 1) + LEFT_OUT;
            }
            if (valueFirst || !isName(message.substring(open + 1, close))) {
                // A value may hold quotes, so that all up to the last one may belong to it.
                int last = beforeLastName(message, message.charAt(open), closing, close);
                return message.substring(0, open + 1) + LEFT_OUT + closing + quoted(message.substring(last + 1), false);
            }
            at = close + 1;
        }
    }

    /** Returns where the values of a message end: at the last quote, or before a name that is quoted after them. */
    private int beforeLastName(String message, char opening, char closing, int firstClose) {
        int last = message.lastIndexOf(closing);
        int open = message.lastIndexOf(opening, last - 1);
        if (open <= firstClose || !isName(message.substring(open + 1, last))) {
            return last;
        }
        int before = message.lastIndexOf(closing, open - 1);
        return before >= firstClose
                        && BETWEEN.matcher(message.substring(before + 1, open)).matches()
                ? before
                : last;
    }

    private static int opening(String message, int from) {
        for (int i = from; i < message.length(); i++) {
            boolean inWord = i > 0 && Character.isLetterOrDigit(message.charAt(i - 1));
            if (OPENING.indexOf(message.charAt(i)) >= 0 && !inWord) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether something is a name of the database, or several with points between them. */
    public boolean isName(String text) {
        return names.contains(text)
                || (text.indexOf('.') > 0 && Stream.of(text.split("\\.", -1)).allMatch(names::contains));
    }

    /** Leaves out what stands in brackets, unless that is names, words of SQL or a number. */
    private String outsideBrackets(String message) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int open = message.indexOf('(', at);
            if (open < 0) {
                return text.append(message, at, message.length()).toString();
            }
            int close = closing(message, open);
            String inside = message.substring(open + 1, close);
            text.append(message, at, open + 1)
                    .append(
                            NUMBERS.matcher(inside).matches()
                                            || WORD.matcher(inside)
                                                    .results()
                                                    .allMatch(word -> isName(word.group())
                                                            || SQL_WORDS.contains(
                                                                    word.group().toLowerCase(Locale.ROOT)))
                                    ? inside
                                    : LEFT_OUT);
            at = close;
        }
    }

    private static int closing(String message, int open) {
        int depth = 0;
        for (int i = open; i < message.length(); i++) {
            depth += message.charAt(i) == '(' ? 1 : message.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return message.length();
    }

    /**
     * Returns what a trigger or function of the schema's author says, without what does not stand in its source as the text of a
     * message or part of one.
     *
     * @param source its source or that of several, empty when it is not known
     */
    public String raised(String message, String source) {
        return RaisedText.in(source, LEFT_OUT)
                .withoutValues(message)
                .map(MessageRedaction::firstLine)
                .orElse(RAISED);
    }
}
