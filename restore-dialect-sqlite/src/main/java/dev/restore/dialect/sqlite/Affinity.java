package dev.restore.dialect.sqlite;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import java.util.Locale;

/** What SQLite does to the values of a column, by the words of its declared type. */
enum Affinity {
    INTEGER,
    TEXT,
    NONE,
    REAL,
    NUMERIC;

    /** Returns the affinity of a declared type, by the rules of SQLite. */
    static Affinity of(String declared, boolean strict) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (strict && type.equals("ANY")) {
            return NONE;
        }
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.isEmpty() || type.contains("BLOB")) {
            return NONE;
        }
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return REAL;
        }
        return NUMERIC;
    }

    /** Returns what the declared type means. */
    static ColumnType type(String declared, boolean strict) {
        return new ColumnType(declared.isEmpty() ? "ANY" : declared, family(declared, strict), 0, 0);
    }

    private static TypeFamily family(String declared, boolean strict) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.contains("BLOB") || type.contains("BINARY") || type.contains("BYTEA")) {
            return TypeFamily.BINARY;
        }
        if (type.startsWith("BOOL")) {
            return TypeFamily.BOOLEAN;
        }
        if (type.startsWith("DATETIME") || type.startsWith("TIMESTAMP")) {
            return TypeFamily.TIMESTAMP;
        }
        if (type.equals("DATE")) {
            return TypeFamily.DATE;
        }
        if (type.startsWith("TIME")) {
            return TypeFamily.TIME;
        }
        if (type.equals("UUID")) {
            return TypeFamily.UUID;
        }
        if (type.startsWith("JSON")) {
            return TypeFamily.JSON;
        }
        return switch (of(declared, strict)) {
            case INTEGER -> TypeFamily.INTEGER;
            case TEXT -> TypeFamily.TEXT;
            case REAL -> TypeFamily.FLOAT;
            case NONE -> TypeFamily.ANY;
            case NUMERIC -> type.startsWith("NUM") || type.startsWith("DEC") ? TypeFamily.DECIMAL : TypeFamily.OTHER;
        };
    }
}
