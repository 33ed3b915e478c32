package dev.restore.outcome;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of the keys of one table's rows where keys were mapped. Immutable.
 *
 * @param table the table's name
 * @param byNumber whether its rows were looked for by a number alone, which may be that of another row
 * @param sameKey how many rows of the backup are in the target under the same key
 * @param otherKey how many are there under another key, which they take over
 * @param keyless how many are there and have no key in the backup, as in a dump without primary keys
 * @param added how many are new and keep their key
 * @param renumbered how many are new and get another key, because they have none or theirs is taken
 * @param created how many rows were created because a reference led to none; they are not rows of the backup
 * @param identified how many rows were to be created so and are, by what is said of their columns, rows that are there or in the backup
 * @param example a row that is there under another key, {@code 3 -> 8}; null where there is none
 * @param references how many references of its rows were led to another key than the backup says
 * @param cleared how many references of its rows led nowhere and became null, as the caller has said
 */
public record MappedKeys(
        String table,
        boolean byNumber,
        long sameKey,
        long otherKey,
        long keyless,
        long added,
        long renumbered,
        long created,
        long identified,
        @Nullable String example,
        long references,
        long cleared) {

    public MappedKeys {
        Objects.requireNonNull(table, "table");
    }

    /** Returns how many rows of the backup are in the target. */
    public long matched() {
        return sameKey + otherKey + keyless;
    }

    /** Returns whether nothing of it is worth a word: no row was there, none got another key, and no reference was led elsewhere. */
    public boolean plain() {
        return sameKey == 0
                && otherKey == 0
                && keyless == 0
                && renumbered == 0
                && created == 0
                && identified == 0
                && references == 0
                && cleared == 0;
    }

    /** Returns it in words, without the table. */
    public String describe() {
        StringBuilder words = new StringBuilder();
        say(words, sameKey, byNumber ? "there under the same number" : "there under the same key");
        say(words, otherKey, "there under another key" + (example == null ? "" : " (" + example + ")"));
        say(words, keyless, "there");
        say(words, added, "new");
        say(words, renumbered, "new under another key");
        say(words, created, "created");
        say(
                words,
                identified,
                identified == 1 ? "missing row known by its natural key" : "missing rows known by their natural keys");
        references(words, references, "led to another key");
        references(words, cleared, "led nowhere and cleared");
        return words.isEmpty() ? "no rows" : words.toString();
    }

    private static void references(StringBuilder words, long references, String what) {
        if (references > 0) {
            words.append(words.isEmpty() ? "" : "; ")
                    .append(String.format(Locale.ROOT, "%,d", references))
                    .append(references == 1 ? " reference " : " references ")
                    .append(what);
        }
    }

    private static void say(StringBuilder words, long rows, String what) {
        if (rows > 0) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d", rows))
                    .append(' ')
                    .append(what);
        }
    }
}
