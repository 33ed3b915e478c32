package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.TextValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

/**
 * Takes values as they are kept, whatever their column is declared as; booleans are the numbers 1 and 0 of a boolean column. What
 * {@link SqliteBinders} would make another value of is a cell of a typed kind. Stateless apart from the encoding.
 */
final class SqliteReaders {

    private static final char REPLACEMENT = '\ufffd';

    private final Charset encoding;

    /**
     * Creates readers.
     *
     * @param encoding how the database keeps its texts
     */
    SqliteReaders(Charset encoding) {
        this.encoding = encoding;
    }

    CellReader of(Column column, boolean strict) {
        TypeFamily family = column.type().family();
        Affinity affinity = SqliteBinders.affinity(column, strict);
        return (row, position, rows) -> {
            Object value = row.getObject(position);
            if (value == null) {
                rows.addNull();
            } else if (value instanceof byte[] bytes) {
                blob(bytes, family, rows);
            } else if (value instanceof Double number) {
                real(number, family, rows);
            } else if (value instanceof Number number) {
                integer(number.longValue(), family, rows);
            } else {
                text(value.toString(), row, position, family, affinity, rows);
            }
        };
    }

    private static void blob(byte[] bytes, TypeFamily family, ReadRows rows) {
        if (family == TypeFamily.BINARY) {
            rows.add(ValueKind.TEXT, Base64.getEncoder().encodeToString(bytes));
        } else {
            rows.add(ValueKind.BYTES, bytes, 0, bytes.length);
        }
    }

    private static void real(Double number, TypeFamily family, ReadRows rows) {
        ValueKind word = SqliteBinders.isNumeric(family) ? ValueKind.TEXT : ValueKind.REAL;
        rows.add(Double.isFinite(number) ? ValueKind.DECIMAL : word, number.toString());
    }

    private static void integer(long number, TypeFamily family, ReadRows rows) {
        if (family == TypeFamily.BOOLEAN && (number & ~1) == 0) {
            rows.add(ValueKind.BOOLEAN, Boolean.toString(number == 1));
        } else {
            rows.add(ValueKind.INTEGER, Long.toString(number));
        }
    }

    private void text(String text, ResultSet row, int position, TypeFamily family, Affinity affinity, ReadRows rows)
            throws SQLException {
        if (mayBeBroken(text) && broken(row, position, rows)) {
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        rows.add(isPlain(text, utf8, family, affinity) ? ValueKind.TEXT : ValueKind.RAW_TEXT, utf8, 0, utf8.length);
    }

    /** Broken UTF-8 shows as a replacement; of broken UTF-16 SQLite makes any character past the first 65536, too. */
    private boolean mayBeBroken(String text) {
        if (encoding.equals(StandardCharsets.UTF_8)) {
            return text.indexOf(REPLACEMENT) >= 0;
        }
        return text.chars().anyMatch(c -> c >= Character.MIN_SURROGATE);
    }

    /** Adds a text whose bytes are not characters, and returns whether it is one. */
    private boolean broken(ResultSet row, int position, ReadRows rows) throws SQLException {
        byte[] kept = row.getBytes(position);
        if (encoding.equals(StandardCharsets.UTF_8)) {
            if (TextValues.isUtf8(kept, 0, kept.length)) {
                return false;
            }
            rows.add(ValueKind.RAW_TEXT, kept, 0, kept.length);
            return true;
        }
        try {
            encoding.newDecoder().decode(ByteBuffer.wrap(kept));
            return false;
        } catch (CharacterCodingException e) {
            throw new ValueException(rows.size(), position - 1, "holds a text that is not valid " + encoding, "22021");
        }
    }

    /** Returns whether a column makes the same text of it. */
    private static boolean isPlain(String text, byte[] utf8, TypeFamily family, Affinity affinity) {
        if (family == TypeFamily.BINARY) {
            return false;
        }
        if (affinity == Affinity.TEXT || affinity == Affinity.NONE) {
            return true;
        }
        if (isTemporal(family)) {
            return isTimeLike(utf8);
        }
        boolean word = SqliteBinders.isNumeric(family) && (text.equals("Infinity") || text.equals("-Infinity"));
        return !word && !NumericText.isLikely(utf8, 0, utf8.length);
    }

    private static boolean isTemporal(TypeFamily family) {
        return switch (family) {
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> true;
            default -> false;
        };
    }

    /** Returns whether a text looks as ISO 8601 has times, with a hyphen or colon among its digits. */
    private static boolean isTimeLike(byte[] text) {
        boolean separated = false;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            boolean digit = c >= '0' && c <= '9';
            separated |= i > 0 && (c == '-' || c == ':');
            if (!digit && (i == 0 || "-:T .+Z".indexOf(c) < 0)) {
                return false;
            }
        }
        return separated && !NumericText.isLikely(text, 0, text.length);
    }
}
