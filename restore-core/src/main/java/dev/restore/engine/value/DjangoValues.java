package dev.restore.engine.value;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ValueKind;
import dev.restore.plan.Decoding;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Says how the values of a Django dump become what Django itself would store, by the types that Django gives its columns. */
public final class DjangoValues {

    /** The type of a UUID where the database has none. */
    private static final Pattern CHARACTERS = Pattern.compile("(character|char|bpchar|varchar2)( *\\( *32 *\\))?");

    private static final int UUID_DIGITS = 32;
    private static final Set<String> RANGES =
            Set.of("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange");

    /** Wagtail's own table, which it always has. */
    private static final String WAGTAIL = "wagtailcore_page";

    private DjangoValues() {}

    /**
     * Returns what the values that go into a column stand for.
     *
     * @param kinds the kinds of all of them
     */
    public static Decoding decoding(Catalog catalog, Column column, Set<ValueKind> kinds) {
        Decoding decoding = decoding(column);
        return switch (decoding) {
            case DJANGO_JSON_TEXT -> isOfWagtail(catalog) ? Decoding.WAGTAIL_JSON_TEXT : decoding;
            case DJANGO_JSON ->
                !kinds.contains(ValueKind.TEXT)
                        ? Decoding.NONE
                        : isOfWagtail(catalog) ? Decoding.WAGTAIL_JSON : decoding;
            default -> kinds.contains(ValueKind.TEXT) ? decoding : Decoding.NONE;
        };
    }

    /** Returns what the values that go into a column of keys stand for. */
    public static Decoding ofKey(Column column) {
        Decoding decoding = decoding(column);
        return decoding == Decoding.DJANGO_UUID ? decoding : Decoding.NONE;
    }

    private static boolean isOfWagtail(Catalog catalog) {
        return catalog.tables().stream().anyMatch(table -> table.name().name().equalsIgnoreCase(WAGTAIL));
    }

    private static Decoding decoding(Column column) {
        ColumnType type = column.type();
        if (type.jsonText()) {
            return Decoding.DJANGO_JSON_TEXT;
        }
        return switch (type.family()) {
            case TEXT -> holdsUuid(type) ? Decoding.DJANGO_UUID : Decoding.NONE;
            case TIMESTAMP -> isCalled(type, "datetime") ? Decoding.DJANGO_TIMESTAMP : Decoding.NONE;
            case TIME -> isCalled(type, "time") ? Decoding.DJANGO_TIME : Decoding.NONE;
            case INTEGER -> Decoding.DJANGO_DURATION;
            case BINARY -> Decoding.DJANGO_BYTES;
            case JSON -> Decoding.DJANGO_JSON;
            case ARRAY -> Decoding.DJANGO_STRUCTURE;
            case OTHER -> other(type.name());
            case BOOLEAN, DECIMAL, FLOAT, DATE, TIME_WITH_ZONE, TIMESTAMP_WITH_ZONE, UUID, ANY -> Decoding.NONE;
        };
    }

    /** Returns whether a type has that name, by which Django declares it where texts are kept; a precision may stand after it. */
    private static boolean isCalled(ColumnType type, String name) {
        String called = type.name().toLowerCase(Locale.ROOT);
        return called.equals(name) || called.startsWith(name + "(");
    }

    private static boolean holdsUuid(ColumnType type) {
        String name = type.name().toLowerCase(Locale.ROOT);
        return CHARACTERS.matcher(name).matches() && (name.endsWith(")") || type.size() == UUID_DIGITS);
    }

    private static Decoding other(String name) {
        if (name.equals("hstore")) {
            return Decoding.DJANGO_STRUCTURE;
        }
        return RANGES.contains(name) ? Decoding.DJANGO_RANGE : Decoding.NONE;
    }
}
