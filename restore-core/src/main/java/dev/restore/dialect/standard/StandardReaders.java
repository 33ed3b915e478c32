package dev.restore.dialect.standard;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.JsonCells;
import dev.restore.dialect.value.JsonKeeping;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The readers of the standard dialect, one for each family of types. Each is used by one thread. */
public final class StandardReaders {

    /** Numbers with more zeros than this after their digits are written with an exponent. */
    private static final int MAX_ZEROS = 100;

    private StandardReaders() {}

    /** Returns the reader of a column of a type. */
    public static CellReader of(ColumnType type) {
        return switch (type.family()) {
            case BOOLEAN ->
                (row, i, rows) -> {
                    boolean value = row.getBoolean(i);
                    put(rows, ValueKind.BOOLEAN, row.wasNull() ? null : Boolean.toString(value));
                };
            case INTEGER ->
                (row, i, rows) -> {
                    long value = row.getLong(i);
                    put(rows, ValueKind.INTEGER, row.wasNull() ? null : Long.toString(value));
                };
            case DECIMAL ->
                type.size() == 0
                        ? (row, i, rows) -> number(rows, row.getString(i))
                        : (row, i, rows) -> number(rows, plain(row.getBigDecimal(i)));
            case FLOAT -> type.size() == 24 ? StandardReaders::single : StandardReaders::real;
            case BINARY -> (row, i, rows) -> bytes(rows, row.getBytes(i));
            case DATE -> new TemporalReader(LocalDate.class);
            case TIME -> new TemporalReader(LocalTime.class);
            case TIME_WITH_ZONE -> new TemporalReader(OffsetTime.class);
            case TIMESTAMP -> new TemporalReader(LocalDateTime.class);
            case TIMESTAMP_WITH_ZONE -> new TemporalReader(OffsetDateTime.class);
            case JSON -> (row, i, rows) -> json(rows, row.getString(i));
            case ARRAY -> {
                TypeFamily innermost = innermost(type);
                yield (row, i, rows) -> array(row, i, rows, innermost);
            }
            case ANY -> (row, i, rows) -> any(rows, row.getObject(i));
            case TEXT, UUID, OTHER -> (row, i, rows) -> put(rows, ValueKind.TEXT, row.getString(i));
        };
    }

    private static void put(ReadRows rows, ValueKind kind, @Nullable String characters) {
        if (characters == null) {
            rows.addNull();
        } else {
            rows.add(kind, characters);
        }
    }

    private static void text(ReadRows rows, @Nullable Object value) {
        put(rows, ValueKind.TEXT, value == null ? null : value.toString());
    }

    private static void bytes(ReadRows rows, byte @Nullable [] value) {
        put(rows, ValueKind.TEXT, value == null ? null : Base64.getEncoder().encodeToString(value));
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        return value.scale() < -MAX_ZEROS ? value.toString() : value.toPlainString();
    }

    private static void single(ResultSet row, int position, ReadRows rows) throws SQLException {
        float value = row.getFloat(position);
        number(rows, row.wasNull() ? null : Float.toString(value));
    }

    private static void real(ResultSet row, int position, ReadRows rows) throws SQLException {
        double value = row.getDouble(position);
        number(rows, row.wasNull() ? null : Double.toString(value));
    }

    /** Adds a number by its digits, or as a text when it is not finite. */
    static void number(ReadRows rows, @Nullable String digits) {
        if (digits == null) {
            rows.addNull();
            return;
        }
        char last = digits.charAt(digits.length() - 1);
        if (last < '0' || last > '9') {
            rows.add(ValueKind.TEXT, digits);
            return;
        }
        boolean whole = digits.indexOf('.') < 0 && digits.indexOf('E') < 0 && digits.indexOf('e') < 0;
        rows.add(whole ? ValueKind.INTEGER : ValueKind.DECIMAL, digits);
    }

    private static void json(ReadRows rows, @Nullable String json) {
        if (json == null) {
            rows.addNull();
            return;
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonCells.add(rows, bytes, 0, bytes.length, JsonKeeping.FIELDS);
    }

    private static void any(ReadRows rows, @Nullable Object value) {
        if (value instanceof byte[] binary) {
            bytes(rows, binary);
        } else if (value instanceof Boolean) {
            put(rows, ValueKind.BOOLEAN, value.toString());
        } else if (value instanceof Number) {
            number(rows, value.toString());
        } else {
            text(rows, value);
        }
    }

    private static TypeFamily innermost(ColumnType type) {
        ColumnType element = type;
        while (element.element() != null) {
            element = element.element();
        }
        return element.family();
    }

    private static void array(ResultSet row, int position, ReadRows rows, TypeFamily innermost) throws SQLException {
        Array array = row.getArray(position);
        if (array == null) {
            rows.addNull();
            return;
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        if (!elements(json, (Object[]) array.getArray(), innermost)) {
            throw new ValueException(
                    rows.size(), position - 1, "holds an array of a type whose elements cannot be written", "22018");
        }
        rows.add(ValueKind.ARRAY, json.toByteArray(), 0, json.size());
        array.free();
    }

    /** Writes elements, and returns false where there is one whose text would not be the same value again. */
    private static boolean elements(ByteArrayOutputStream json, @Nullable Object[] elements, TypeFamily innermost)
            throws SQLException {
        char before = '[';
        for (Object element : elements) {
            json.write(before);
            before = ',';
            if (element instanceof Object[] inner) {
                if (!elements(json, inner, innermost)) {
                    return false;
                }
            } else if (element instanceof Array inner) {
                if (!elements(json, (Object[]) inner.getArray(), innermost)) {
                    return false;
                }
            } else if (element instanceof byte[] bytes && innermost == TypeFamily.BINARY) {
                byte[] base64 = Base64.getEncoder().encode(bytes);
                JsonText.writeString(base64, 0, base64.length, json);
            } else if (element instanceof byte[] bytes && innermost == TypeFamily.JSON && isPlain(bytes)) {
                JsonText.writeCompact(bytes, 0, bytes.length, json);
            } else if (isOpaque(element)) {
                return false;
            } else if (element == null || element instanceof Boolean || isFinite(element)) {
                json.writeBytes(String.valueOf(element).getBytes(StandardCharsets.UTF_8));
            } else {
                byte[] characters = element.toString().getBytes(StandardCharsets.UTF_8);
                JsonText.writeString(characters, 0, characters.length, json);
            }
        }
        if (elements.length == 0) {
            json.write('[');
        }
        json.write(']');
        return true;
    }

    private static boolean isFinite(Object element) {
        boolean floating = element instanceof Double || element instanceof Float;
        return element instanceof Number number && (!floating || Double.isFinite(number.doubleValue()));
    }

    /** Returns whether JSON is the same value again as an element: neither null nor a string that looks like more than one. */
    private static boolean isPlain(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        return !text.equals("null") && !text.startsWith("\"[") && !text.startsWith("\"{") && !text.startsWith("\" ");
    }

    private static boolean isOpaque(@Nullable Object element) {
        return element instanceof byte[]
                || element instanceof Blob
                || element instanceof Clob
                || element instanceof Struct
                || element instanceof ResultSet;
    }
}
