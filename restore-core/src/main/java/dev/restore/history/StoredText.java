package dev.restore.history;

import org.jspecify.annotations.Nullable;

/** Texts as every database keeps them: messages and names come from anywhere, and what cannot be kept must not keep a run from its end. */
final class StoredText {

    private static final int MAX_NAME = 200;

    private StoredText() {}

    /** Returns a text without the character that PostgreSQL keeps in no text. */
    static @Nullable String of(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** Returns as much of a text as a column of names takes. */
    static String name(String text) {
        String stored = text.replace('\0', '\uFFFD');
        return stored.length() <= MAX_NAME ? stored : stored.substring(0, MAX_NAME);
    }
}
