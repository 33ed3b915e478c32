package dev.restore.engine;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.plan.Decoding;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Says how the values of a Django dump become what Django itself would store, by the types that Django gives its columns. */
final class DjangoValues {

    /** The type of a UUID where the database has none. */
    private static final Pattern CHARACTERS = Pattern.compile("(character|char|bpchar|varchar2)( *\\( *32 *\\))?");

    private static final int UUID_DIGITS = 32;
    private static final Set<String> RANGES =
            Set.of("int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange");

    private DjangoValues() {}

    /** Returns what the values that go into a column stand for. */
    static Decoding decoding(Column column) {
        ColumnType type = column.type();
        if (type.jsonText()) {
            return Decoding.DJANGO_JSON_TEXT;
        }
        return switch (type.family()) {
            case TEXT -> holdsUuid(type) ? Decoding.DJANGO_UUID : Decoding.NONE;
            case TIMESTAMP -> Decoding.DJANGO_TIMESTAMP;
            case TIME -> Decoding.DJANGO_TIME;
            case INTEGER -> Decoding.DJANGO_DURATION;
            case BINARY -> Decoding.DJANGO_BYTES;
            case JSON -> Decoding.DJANGO_JSON;
            case ARRAY -> Decoding.DJANGO_STRUCTURE;
            case OTHER -> other(type.name());
            case BOOLEAN, DECIMAL, FLOAT, DATE, TIME_WITH_ZONE, TIMESTAMP_WITH_ZONE, UUID, ANY -> Decoding.NONE;
        };
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
