package dev.restore.dialect.standard;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import java.sql.Types;
import java.util.Locale;

/** What {@link java.sql.Types} mean. */
final class JdbcTypes {

    private JdbcTypes() {}

    /** Returns the type of a column. Sizes of whole and binary floating point numbers are bits. */
    static ColumnType type(int code, String name, int size, int scale) {
        return switch (code) {
            case Types.BIT, Types.BOOLEAN -> new ColumnType(name, TypeFamily.BOOLEAN, 0, 0);
            case Types.TINYINT, Types.SMALLINT -> new ColumnType(name, TypeFamily.INTEGER, 16, 0);
            case Types.INTEGER -> new ColumnType(name, TypeFamily.INTEGER, unsigned(name) ? 64 : 32, 0);
            case Types.BIGINT -> new ColumnType(name, unsigned(name) ? TypeFamily.DECIMAL : TypeFamily.INTEGER, 64, 0);
            case Types.NUMERIC, Types.DECIMAL -> new ColumnType(name, TypeFamily.DECIMAL, size, scale);
            case Types.REAL -> new ColumnType(name, TypeFamily.FLOAT, 24, 0);
            case Types.FLOAT, Types.DOUBLE -> new ColumnType(name, TypeFamily.FLOAT, 53, 0);
            case Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.NVARCHAR ->
                new ColumnType(name, TypeFamily.TEXT, size, 0);
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB ->
                new ColumnType(name, TypeFamily.TEXT, 0, 0);
            case Types.BINARY, Types.VARBINARY ->
                // HSQLDB says that a UUID is 16 bytes.
                byName(name) == TypeFamily.UUID
                        ? new ColumnType(name, TypeFamily.UUID, 0, 0)
                        : new ColumnType(name, TypeFamily.BINARY, size, 0);
            case Types.LONGVARBINARY, Types.BLOB -> new ColumnType(name, TypeFamily.BINARY, 0, 0);
            case Types.DATE -> new ColumnType(name, TypeFamily.DATE, 0, 0);
            case Types.TIME -> new ColumnType(name, TypeFamily.TIME, 0, scale);
            case Types.TIME_WITH_TIMEZONE -> new ColumnType(name, TypeFamily.TIME_WITH_ZONE, 0, scale);
            case Types.TIMESTAMP -> new ColumnType(name, TypeFamily.TIMESTAMP, 0, scale);
            case Types.TIMESTAMP_WITH_TIMEZONE -> new ColumnType(name, TypeFamily.TIMESTAMP_WITH_ZONE, 0, scale);
            case Types.ARRAY -> new ColumnType(name, TypeFamily.ARRAY, 0, 0);
            default -> new ColumnType(name, byName(name), 0, 0);
        };
    }

    /**
     * Returns how many digits of a second a type keeps, which drivers say by the length of its text or as its scale; 9 where they say
     * neither. Of other types it is the scale.
     */
    static int fractionDigits(int code, int size, int scale) {
        int whole = switch (code) {
            case Types.TIME -> "hh:mm:ss".length();
            case Types.TIME_WITH_TIMEZONE -> "hh:mm:ss+hh:mm".length();
            case Types.TIMESTAMP -> "yyyy-mm-dd hh:mm:ss".length();
            case Types.TIMESTAMP_WITH_TIMEZONE -> "yyyy-mm-dd hh:mm:ss+hh:mm".length();
            default -> 0;
        };
        if (whole == 0) {
            return scale;
        }
        return size < whole ? Math.max(scale, 9) : Math.max(scale, Math.min(9, size - whole - 1));
    }

    /** Returns the type of a null of a column, which some drivers want to know. */
    static int nullType(ColumnType type) {
        String name = type.name().toUpperCase(Locale.ROOT);
        return switch (type.family()) {
            case BOOLEAN -> Types.BOOLEAN;
            case INTEGER -> Types.BIGINT;
            case DECIMAL -> Types.DECIMAL;
            case FLOAT -> Types.DOUBLE;
            case TEXT, JSON -> name.contains("CLOB") ? Types.CLOB : Types.VARCHAR;
            case BINARY -> name.contains("BLOB") ? Types.BLOB : Types.VARBINARY;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case TIMESTAMP -> Types.TIMESTAMP;
            default -> Types.NULL;
        };
    }

    private static boolean unsigned(String name) {
        return name.toUpperCase(Locale.ROOT).contains("UNSIGNED");
    }

    private static TypeFamily byName(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UUID" -> TypeFamily.UUID;
            case "JSON", "JSONB" -> TypeFamily.JSON;
            default -> TypeFamily.OTHER;
        };
    }
}
