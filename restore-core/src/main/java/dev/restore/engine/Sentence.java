package dev.restore.engine;

import java.util.Locale;

/** Makes sentences of clauses, as drivers and dialects write them. */
final class Sentence {

    private Sentence() {}

    /** Returns a clause with a capital letter in front and a full stop behind. */
    static String of(String clause) {
        if (clause.isEmpty()) {
            return clause;
        }
        String capital = clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }
}
