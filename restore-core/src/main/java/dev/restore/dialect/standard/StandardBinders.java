package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.BooleanValues;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;
import dev.restore.dialect.value.TemporalValues;
import dev.restore.dialect.value.TextValues;
import dev.restore.dialect.value.UuidValues;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.temporal.ChronoField;

/** The binders of the standard dialect, one for each family of types. Stateless apart from the zone. */
public final class StandardBinders {

    private static final int SINGLE_PRECISION_BITS = 24;

    private final TemporalValues temporal;
    private final boolean fractionsKnown;

    /**
     * Creates the binders of one session.
     *
     * @param temporal the conversions of the session's zone
     * @param fractionsKnown whether the scale of temporal columns is what they keep of a second; otherwise it is unknown
     */
    public StandardBinders(TemporalValues temporal, boolean fractionsKnown) {
        this.temporal = temporal;
        this.fractionsKnown = fractionsKnown;
    }

    /** Returns the binder for a column. */
    public CellBinder of(Column column) {
        ColumnType type = column.type();
        return switch (type.family()) {
            case BOOLEAN -> (s, p, rows, r, c) -> s.setBoolean(p, BooleanValues.bool(rows, r, c));
            case INTEGER -> integer(type);
            case DECIMAL ->
                (s, p, rows, r, c) -> s.setBigDecimal(p, NumberValues.decimal(rows, r, c, type.size(), type.scale()));
            case FLOAT -> real(type);
            case TEXT -> (s, p, rows, r, c) -> s.setString(p, TextValues.text(rows, r, c, type.size()));
            case BINARY -> (s, p, rows, r, c) -> s.setBytes(p, bytes(type, rows, r, c));
            case DATE -> {
                TemporalParameter parameter = new TemporalParameter();
                yield (s, p, rows, r, c) -> parameter.set(s, p, temporal.date(rows, r, c));
            }
            case TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> time(type);
            case UUID -> (s, p, rows, r, c) -> s.setObject(p, UuidValues.uuid(rows, r, c));
            case JSON -> (s, p, rows, r, c) -> s.setString(p, json(rows, r, c));
            case ARRAY, OTHER -> (s, p, rows, r, c) -> s.setString(p, TextValues.text(rows, r, c));
            case ANY -> StandardBinders::bindByKind;
        };
    }

    private static CellBinder integer(ColumnType type) {
        int bits = bits(type);
        return (s, p, rows, r, c) -> s.setLong(p, NumberValues.integer(rows, r, c, bits));
    }

    public static int bits(ColumnType type) {
        return type.size() == 8 || type.size() == 16 || type.size() == 32 ? type.size() : 64;
    }

    public static boolean isSingle(ColumnType type) {
        return type.size() > 0 && type.size() <= SINGLE_PRECISION_BITS;
    }

    private static CellBinder real(ColumnType type) {
        if (isSingle(type)) {
            return (s, p, rows, r, c) -> s.setFloat(p, NumberValues.single(rows, r, c));
        }
        return (s, p, rows, r, c) -> s.setDouble(p, NumberValues.real(rows, r, c));
    }

    public static byte[] bytes(ColumnType type, Rows rows, int row, int column) throws ValueException {
        byte[] bytes = BinaryValues.bytes(rows, row, column);
        int fixed = type.name().equalsIgnoreCase("BINARY") ? type.size() : 0;
        if (fixed > 0 && bytes.length != fixed) {
            throw Cells.refuse(
                    rows, row, column, "of " + bytes.length + " bytes does not fill the column's " + fixed, "22001");
        }
        return bytes;
    }

    private CellBinder time(ColumnType type) {
        int digits = fractionsKnown ? type.scale() : 9;
        TemporalParameter parameter = new TemporalParameter();
        if (type.family() == TypeFamily.TIME) {
            return (s, p, rows, r, c) -> {
                LocalTime value = temporal.time(rows, r, c);
                TemporalValues.requireFraction(rows, r, c, value.get(ChronoField.NANO_OF_SECOND), digits);
                parameter.set(s, p, value);
            };
        }
        if (type.family() == TypeFamily.TIME_WITH_ZONE) {
            return (s, p, rows, r, c) -> {
                OffsetTime value = temporal.offsetTime(rows, r, c);
                TemporalValues.requireFraction(rows, r, c, value.get(ChronoField.NANO_OF_SECOND), digits);
                parameter.set(s, p, value);
            };
        }
        if (type.family() == TypeFamily.TIMESTAMP) {
            return (s, p, rows, r, c) -> {
                LocalDateTime value = temporal.timestamp(rows, r, c);
                TemporalValues.requireFraction(rows, r, c, value.get(ChronoField.NANO_OF_SECOND), digits);
                parameter.set(s, p, value);
            };
        }
        return (s, p, rows, r, c) -> {
            OffsetDateTime value = temporal.moment(rows, r, c);
            TemporalValues.requireFraction(rows, r, c, value.get(ChronoField.NANO_OF_SECOND), digits);
            parameter.set(s, p, value);
        };
    }

    /**
     * Returns JSON for a cell. A text is a JSON string, unless it is itself an object or array between its brackets: many
     * backups hold JSON columns encoded once more. What is JSON by its kind stays as it is.
     */
    static String json(Rows rows, int row, int column) throws ValueException {
        String text = TextValues.text(rows, row, column);
        return switch (rows.kind(row, column)) {
            case TEXT -> bracketed(text) ? text : quoteJson(text);
            case RAW_TEXT -> quoteJson(text);
            case REAL ->
                throw Cells.refuse(rows, row, column, "cannot become JSON, which has no such numbers", "22032");
            default -> text;
        };
    }

    public static byte[] jsonBytes(Rows rows, int row, int column) throws ValueException {
        return json(rows, row, column).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean bracketed(String text) {
        String trimmed = text.strip();
        return (trimmed.startsWith("{") && trimmed.endsWith("}")) || (trimmed.startsWith("[") && trimmed.endsWith("]"));
    }

    private static String quoteJson(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static void bindByKind(PreparedStatement statement, int parameter, Rows rows, int row, int column)
            throws SQLException {
        switch (rows.kind(row, column)) {
            case INTEGER, DECIMAL -> statement.setBigDecimal(parameter, NumberValues.decimal(rows, row, column));
            case BOOLEAN -> statement.setBoolean(parameter, BooleanValues.bool(rows, row, column));
            case BYTES -> statement.setBytes(parameter, BinaryValues.bytes(rows, row, column));
            case REAL -> statement.setDouble(parameter, NumberValues.real(rows, row, column));
            case NULL, TEXT, ARRAY, OBJECT, JSON, RAW_TEXT ->
                statement.setString(parameter, TextValues.text(rows, row, column));
        }
    }
}
