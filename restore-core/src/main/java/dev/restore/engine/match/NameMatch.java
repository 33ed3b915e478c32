package dev.restore.engine.match;

import dev.restore.catalog.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Finds what a name of the backup means among the names of the catalog: the same name, else the same but for case, else the
 * same when camelCase is written in snake_case. The first of these that fits anything decides; fitting several is ambiguous.
 */
public final class NameMatch {

    private NameMatch() {}

    /** Returns what fits: nothing, the one that is meant, or several when it is ambiguous. */
    public static <T> List<T> find(String wanted, Collection<T> candidates, Function<T, String> name) {
        List<T> exact = new ArrayList<>();
        List<T> sameLetters = new ArrayList<>();
        for (T candidate : candidates) {
            String other = name.apply(candidate);
            if (other.equals(wanted)) {
                exact.add(candidate);
            } else if (other.equalsIgnoreCase(wanted)) {
                sameLetters.add(candidate);
            }
        }
        return !exact.isEmpty() ? exact : !sameLetters.isEmpty() ? sameLetters : sameWords(wanted, candidates, name);
    }

    private static <T> List<T> sameWords(String wanted, Collection<T> candidates, Function<T, String> name) {
        List<T> sameWords = new ArrayList<>();
        String snake = snake(wanted);
        for (T candidate : candidates) {
            String other = name.apply(candidate);
            if (other.equalsIgnoreCase(snake) || snake(other).equalsIgnoreCase(snake)) {
                sameWords.add(candidate);
            }
        }
        return sameWords;
    }

    /** Returns whether a table's name, as an option spells it, means that table. */
    public static boolean isSpelled(TableName table, String spelled) {
        return table.name().equalsIgnoreCase(spelled) || table.toString().equalsIgnoreCase(spelled);
    }

    /** Writes camelCase in snake_case: {@code orderLineID} becomes {@code order_line_id}. */
    static String snake(String name) {
        StringBuilder text = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                char before = name.charAt(i - 1);
                boolean startsWord = Character.isLowerCase(before)
                        || Character.isDigit(before)
                        || (Character.isUpperCase(before)
                                && i + 1 < name.length()
                                && Character.isLowerCase(name.charAt(i + 1)));
                if (startsWord) {
                    text.append('_');
                }
            }
            text.append(c);
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
