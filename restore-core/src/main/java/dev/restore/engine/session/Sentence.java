package dev.restore.engine.session;

import java.util.Locale;

/** Makes sentences of clauses, as drivers and dialects write them. */
public final class Sentence {

    private Sentence() {}

    /** Returns a clause with a capital letter in front and a full stop after. */
    public static String of(String clause) {
        return clause.isEmpty() || clause.endsWith(".") ? capital(clause) : capital(clause) + ".";
    }

    /** Returns a clause with a capital letter in front. */
    public static String capital(String clause) {
        return clause.isEmpty() ? clause : clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
    }
}
