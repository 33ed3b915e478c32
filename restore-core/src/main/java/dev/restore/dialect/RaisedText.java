package dev.restore.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of messages in the source of triggers and functions. A single word of the source says nothing: a value may be the same
 * word.
 */
final class RaisedText {

    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*+)'");

    /** The first literal after RAISE is the text of a message, however short. */
    private static final Pattern RAISE =
            Pattern.compile("\\braise\\b[^';]*'((?:[^']|'')*+)'", Pattern.CASE_INSENSITIVE);

    /** A place for a value, of RAISE or of format(), or a percent sign. */
    private static final Pattern PLACE = Pattern.compile("%%|%(?:\\d+\\$)?-?\\d*[sIL]?");

    private static final Pattern LETTERS = Pattern.compile("\\p{L}");
    private static final Pattern WORDS = Pattern.compile("\\p{L}\\S*\\s+\\S*\\p{L}");

    private final List<String> literals;
    private final Set<String> raised;
    private final String leftOut;

    private RaisedText(List<String> literals, Set<String> raised, String leftOut) {
        this.literals = literals;
        this.raised = raised;
        this.leftOut = leftOut;
    }

    /**
     * Returns the texts in a source.
     *
     * @param leftOut stands for values
     */
    static RaisedText in(String source, String leftOut) {
        List<String> literals = texts(LITERAL, source);
        Set<String> raised = new LinkedHashSet<>(texts(RAISE, source));
        literals.stream().filter(text -> WORDS.matcher(text).find()).forEach(raised::add);
        return new RaisedText(literals, raised, leftOut);
    }

    private static List<String> texts(Pattern pattern, String source) {
        return pattern.matcher(source)
                .results()
                .map(result -> result.group(1).replace("''", "'"))
                .filter(text -> LETTERS.matcher(text).find())
                .distinct()
                .toList();
    }

    /** Returns a message with its values left out; empty when all of it may be values. */
    Optional<String> withoutValues(String message) {
        String best = "";
        for (String text : raised) {
            List<String> parts = parts(text);
            if (matches(parts, message)) {
                String said = String.join(leftOut, parts);
                best = said.length() > best.length() ? said : best;
            }
        }
        return best.isEmpty() ? pieces(message) : Optional.of(best);
    }

    private static boolean matches(List<String> parts, String message) {
        StringBuilder pattern = new StringBuilder();
        for (String part : parts) {
            pattern.append(pattern.isEmpty() ? "" : ".*?").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(message)
                .matches();
    }

    /** Returns what stands between the places for values; as many parts as there are places, and one. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int at = 0;
        while (place.find()) {
            part.append(text, at, place.start());
            at = place.end();
            if (place.group().equals("%%")) {
                part.append('%');
            } else {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        parts.add(part.append(text.substring(at)).toString());
        return parts;
    }

    /** A message that is put together from literals and values. */
    private Optional<String> pieces(String message) {
        boolean[] known = new boolean[message.length()];
        boolean any = false;
        for (String literal : literals) {
            boolean joined = literal.startsWith(" ")
                    || literal.endsWith(" ")
                    || WORDS.matcher(literal).find();
            for (int at = message.indexOf(literal); joined && at >= 0; at = message.indexOf(literal, at + 1)) {
                any = true;
                Arrays.fill(known, at, at + literal.length(), true);
            }
        }
        if (!any) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < known.length; i++) {
            if (known[i]) {
                text.append(message.charAt(i));
            } else if (i == 0 || known[i - 1]) {
                text.append(leftOut);
            }
        }
        return Optional.of(text.toString());
    }
}
