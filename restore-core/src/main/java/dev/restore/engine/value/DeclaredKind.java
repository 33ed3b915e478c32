package dev.restore.engine.value;

import dev.restore.backup.WrittenForm;
import dev.restore.backup.WrittenForms;
import dev.restore.catalog.TypeFamily;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a column is declared for, and which texts are such values. */
enum DeclaredKind {
    NUMBERS("numbers"),
    BOOLEANS("booleans"),
    DAYS("dates or times"),
    TIMES("times");

    private static final Set<WrittenForm> TEXTS = EnumSet.of(
            WrittenForm.NUMBER, WrittenForm.TRUTH, WrittenForm.DAY, WrittenForm.TIME_OF_DAY, WrittenForm.WORDS);

    private final String words;

    DeclaredKind(String words) {
        this.words = words;
    }

    /** Returns the kind of a column, empty where any text may be one of its values. */
    static Optional<DeclaredKind> of(TypeFamily family) {
        return switch (family) {
            case INTEGER, DECIMAL, FLOAT -> Optional.of(NUMBERS);
            case BOOLEAN -> Optional.of(BOOLEANS);
            case DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> Optional.of(DAYS);
            case TIME, TIME_WITH_ZONE -> Optional.of(TIMES);
            case TEXT, BINARY, UUID, JSON, ARRAY, OTHER, ANY -> Optional.empty();
        };
    }

    /** Returns whether a text of this form is such a value. */
    boolean holds(WrittenForm form) {
        return form == WrittenForm.NUMBER
                || switch (this) {
                    case NUMBERS -> false;
                    // The words for true and false stay texts, and a database that has no booleans takes both for
                    // false.
                    case BOOLEANS -> false;
                    case DAYS -> form == WrittenForm.DAY;
                    case TIMES -> form == WrittenForm.DAY || form == WrittenForm.TIME_OF_DAY;
                };
    }

    /** Returns how many texts were seen. */
    static long texts(WrittenForms seen) {
        return TEXTS.stream().mapToLong(seen::count).sum();
    }

    /** Returns how many texts were seen that are not such values. */
    long others(WrittenForms seen) {
        return TEXTS.stream()
                .filter(form -> !holds(form))
                .mapToLong(seen::count)
                .sum();
    }

    /** Returns such values in words. */
    String words() {
        return words;
    }
}
