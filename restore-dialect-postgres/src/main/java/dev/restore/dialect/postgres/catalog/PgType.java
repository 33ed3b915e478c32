package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.TypeFamily;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as its input function sees it: domains are resolved to what they are made of.
 *
 * @param name the name to show
 * @param oid the declared type's number; 0 for an element of what only resembles an array
 * @param base the catalog's name of the base type, for instance {@code int4}
 * @param kind pg_type.typtype: b(ase), c(omposite), e(num), r(ange), m(ultirange), p(seudo)
 * @param family what it is
 * @param modifier the type modifier, -1 for none
 * @param element what an array is made of, null for anything else
 * @param delimiter what stands between the elements of an array of this type
 * @param fields what a composite type is made of, in order; empty for anything else
 */
public record PgType(
        String name,
        long oid,
        String base,
        char kind,
        TypeFamily family,
        int modifier,
        @Nullable PgType element,
        char delimiter,
        List<Field> fields) {

    private static final int HEADER = 4;
    private static final int BYTE_BITS = 8;

    /** The number of {@code bigint}, which is fixed ({@code pg_type.dat}). */
    private static final int INT8 = 20;

    /** Types made of doubles. */
    private static final Set<String> GEOMETRIC =
            Set.of("point", "line", "lseg", "box", "path", "polygon", "circle", "cube");

    /** Types of extensions that are made of single precision numbers. */
    private static final Set<String> SINGLES = Set.of("vector", "sparsevec", "seg");

    private static final Set<String> LOOSE = Set.of("interval", "money", "char", "oid", "xid", "cid", "xid8", "tid");

    /** The digits of a second that an interval without a modifier keeps, and the bits of a modifier that say fewer. */
    private static final int MICROS = 6;

    private static final int INTERVAL_PRECISION = 0xffff;

    /** Creates a type without fields. */
    public PgType(
            String name,
            long oid,
            String base,
            char kind,
            TypeFamily family,
            int modifier,
            @Nullable PgType element,
            char delimiter) {
        this(name, oid, base, kind, family, modifier, element, delimiter, List.of());
    }

    /** Returns the type of whole numbers of 64 bits. */
    public static PgType number() {
        return new PgType("bigint", INT8, "int8", 'b', TypeFamily.INTEGER, -1, null, ',');
    }

    /** A field of a composite type. */
    public record Field(String name, PgType type) {}

    public static TypeFamily familyOf(String base, char kind) {
        if (kind != 'b') {
            return TypeFamily.OTHER;
        }
        return switch (base) {
            case "bool" -> TypeFamily.BOOLEAN;
            case "int2", "int4", "int8" -> TypeFamily.INTEGER;
            case "numeric" -> TypeFamily.DECIMAL;
            case "float4", "float8" -> TypeFamily.FLOAT;
            case "text", "varchar", "bpchar", "citext", "name" -> TypeFamily.TEXT;
            case "bytea" -> TypeFamily.BINARY;
            case "date" -> TypeFamily.DATE;
            case "time" -> TypeFamily.TIME;
            case "timetz" -> TypeFamily.TIME_WITH_ZONE;
            case "timestamp" -> TypeFamily.TIMESTAMP;
            case "timestamptz" -> TypeFamily.TIMESTAMP_WITH_ZONE;
            case "uuid" -> TypeFamily.UUID;
            case "json", "jsonb" -> TypeFamily.JSON;
            default -> TypeFamily.OTHER;
        };
    }

    /** Returns the most characters or digits it holds, or the bits of a whole number; 0 for no bound. */
    public int size() {
        if (family == TypeFamily.INTEGER) {
            return BYTE_BITS * (base.charAt(base.length() - 1) - '0');
        }
        if (modifier < HEADER) {
            return 0;
        }
        return switch (base) {
            case "varchar", "bpchar" -> modifier - HEADER;
            case "numeric" -> (modifier - HEADER) >> 16 & 0xffff;
            default -> 0;
        };
    }

    /** Returns the digits after the decimal point that it holds, negative for whole tens and hundreds. */
    public int scale() {
        return switch (family) {
            // The scale is a signed number of 11 bits.
            case DECIMAL -> modifier < HEADER ? 0 : (((modifier - HEADER) & 0x7ff) ^ 1024) - 1024;
            case TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> modifier < 0 ? 6 : modifier;
            default -> 0;
        };
    }

    /** Returns the digits of a second that an interval keeps. */
    public int intervalDigits() {
        int precision = modifier & INTERVAL_PRECISION;
        return modifier < 0 || precision == INTERVAL_PRECISION ? MICROS : precision;
    }

    /**
     * Returns whether the server would round or cut a text of this type, or guess what it means, so that one within a literal has to
     * be looked at.
     */
    public boolean isTakenLoosely() {
        return switch (family) {
            case BOOLEAN, DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE, FLOAT -> true;
            case DECIMAL -> limitsScale();
            case TEXT -> size() > 0 || base.equals("name");
            case ARRAY -> element != null && element.isTakenLoosely();
            case OTHER ->
                kind == 'c' || kind == 'r' || kind == 'm' || isGeometric() || isOfSingles() || LOOSE.contains(base);
            case INTEGER, BINARY, UUID, JSON, ANY -> false;
        };
    }

    /** Returns whether amounts of money are in its values. */
    public boolean holdsMoney() {
        return base.equals("money")
                || (element != null && element.holdsMoney())
                || fields.stream().anyMatch(field -> field.type().holdsMoney());
    }

    /** Returns whether its values are made of doubles. */
    public boolean isGeometric() {
        return GEOMETRIC.contains(base);
    }

    /** Returns whether its values are made of single precision numbers. */
    public boolean isOfSingles() {
        return SINGLES.contains(base);
    }

    /** Returns whether digits after the decimal point are limited at all. */
    public boolean limitsScale() {
        return family == TypeFamily.DECIMAL && modifier >= HEADER;
    }
}
