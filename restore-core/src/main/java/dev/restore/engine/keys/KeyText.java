package dev.restore.engine.keys;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the value of a key in one way, however the backup or the database spells it, so that equal ones are equal texts. */
final class KeyText {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?");
    private static final Pattern NO_HEX = Pattern.compile("[^0-9a-f]");

    private KeyText() {}

    /** Returns whether equal values of a family always give equal texts. */
    static boolean comparable(TypeFamily family) {
        return switch (family) {
            case INTEGER, DECIMAL, BOOLEAN, TEXT, UUID, DATE, OTHER, ANY -> true;
            default -> false;
        };
    }

    /** Returns whether a database may take texts of a family for equal that are not the same. */
    static boolean collates(TypeFamily family) {
        return family == TypeFamily.TEXT || family == TypeFamily.OTHER || family == TypeFamily.ANY;
    }

    /** Returns a cell of a column of a family in the one way. What says itself what it is, is nothing else than the same. */
    static String of(TypeFamily family, Rows rows, int row, int column) {
        String characters = Cells.characters(rows, row, column);
        ValueKind kind = rows.kind(row, column);
        return kind.typed() ? kind + "\0" + characters : of(family, characters);
    }

    private static String of(TypeFamily family, String characters) {
        return switch (family) {
            case INTEGER, DECIMAL -> number(characters);
            case BOOLEAN -> characters.toLowerCase(Locale.ROOT);
            case UUID -> NO_HEX.matcher(characters.toLowerCase(Locale.ROOT)).replaceAll("");
            default -> characters;
        };
    }

    private static String number(String characters) {
        return NUMBER.matcher(characters).matches()
                ? Optional.of(new BigDecimal(characters))
                        .map(number -> number.signum() == 0
                                ? "0"
                                : number.stripTrailingZeros().toPlainString())
                        .get()
                : characters;
    }

    /** Joins the values of a key of one or several columns, so that different ones stay different. */
    static String joined(List<String> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        StringBuilder text = new StringBuilder();
        for (String value : values) {
            text.append(value.length()).append(':').append(value);
        }
        return text.toString();
    }

    /** Returns what texts have in common that some database takes for equal. */
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).strip();
    }
}
