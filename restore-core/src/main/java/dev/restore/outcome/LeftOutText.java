package dev.restore.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a few lines what a backup holds and is not loaded. */
public final class LeftOutText {

    /** So many are told one by one; all are in the JSON forms. */
    private static final int MOST = 50;

    private LeftOutText() {}

    /**
     * Returns a line for each, without indentation; of more than 50 the first, and how many more there are.
     *
     * @param leftOut what is left out, each with its place
     */
    public static List<String> lines(List<String> leftOut) {
        List<String> lines = new ArrayList<>();
        leftOut.stream().limit(MOST).forEach(what -> lines.add("left out: " + what));
        if (leftOut.size() > MOST) {
            lines.add(String.format(Locale.ROOT, "left out: %,d more", leftOut.size() - MOST));
        }
        return lines;
    }
}
