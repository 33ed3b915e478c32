package dev.restore.engine.planning;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which kinds of values can go into which families of types, and what happens to them on the way. */
final class Conversions {

    private Conversions() {}

    /** Returns the kinds that no value of could ever be stored in a column of the family. */
    static Set<ValueKind> unsuitable(Set<ValueKind> kinds, TypeFamily family) {
        Set<ValueKind> bad = EnumSet.noneOf(ValueKind.class);
        for (ValueKind kind : kinds) {
            // The values of other typed kinds are refused one by one, because SQLite takes them everywhere.
            boolean fits = (kind.typed() && kind != ValueKind.JSON)
                    || switch (family) {
                        case ANY, OTHER, TEXT, JSON -> true;
                        case ARRAY -> kind == ValueKind.ARRAY || kind == ValueKind.TEXT || kind == ValueKind.NULL;
                        case BINARY, UUID, TIME_WITH_ZONE, TIME ->
                            kind == ValueKind.TEXT || kind == ValueKind.NULL || number(kind);
                        case BOOLEAN, INTEGER, DECIMAL, FLOAT -> !structure(kind);
                        case DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> !structure(kind) && kind != ValueKind.BOOLEAN;
                    };
            if (!fits) {
                bad.add(kind);
            }
        }
        return bad;
    }

    /** Says in words how values change their form, empty when they do not. */
    static String describe(Set<ValueKind> kinds, TypeFamily family) {
        List<String> changes = new ArrayList<>();
        boolean text = kinds.contains(ValueKind.TEXT);
        boolean number = kinds.stream().anyMatch(Conversions::number);
        boolean structure = kinds.stream().anyMatch(Conversions::structure);
        switch (family) {
            case DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> {
                if (number) {
                    changes.add("epoch seconds or milliseconds to a time");
                }
            }
            case BINARY -> {
                if (text) {
                    changes.add("base64 or \\x hex to bytes");
                }
            }
            case INTEGER, DECIMAL, FLOAT -> {
                if (text) {
                    changes.add("text to a number");
                }
            }
            case TEXT -> {
                if (structure) {
                    changes.add("JSON as text");
                }
                if (number) {
                    changes.add("number as text");
                }
            }
            case ARRAY -> {
                if (kinds.contains(ValueKind.ARRAY)) {
                    changes.add("JSON array to an array");
                }
            }
            default -> {}
        }
        return String.join(", ", changes);
    }

    /** Names kinds for a message. */
    static String words(Set<ValueKind> kinds) {
        return kinds.stream()
                .sorted()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static boolean structure(ValueKind kind) {
        return kind == ValueKind.ARRAY || kind == ValueKind.OBJECT || kind == ValueKind.JSON;
    }

    private static boolean number(ValueKind kind) {
        return kind == ValueKind.INTEGER || kind == ValueKind.DECIMAL;
    }
}
