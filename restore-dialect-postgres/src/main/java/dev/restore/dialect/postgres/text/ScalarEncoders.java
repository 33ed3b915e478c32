package dev.restore.dialect.postgres.text;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;
import dev.restore.dialect.value.TemporalValues;
import dev.restore.dialect.value.TextValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The encoders of values that have no parts. Stateless. */
public final class ScalarEncoders {

    private static final String NOT_THAT_TYPE = "22018";
    private static final String OUT_OF_RANGE = "22003";

    /** Numbers with fewer significant digits than this always read back. */
    private static final int SAFE_DOUBLE = 15;

    private static final int SAFE_SINGLE = 6;

    /** PostgreSQL cuts longer names without a word. */
    private static final int NAME_BYTES = 63;

    /** An amount of money with commas and without a currency, and such a one whose commas can only be between groups of digits. */
    private static final Pattern AMOUNT = Pattern.compile("[-+]?[\\d.]*,[\\d.,]*");

    private static final Pattern GROUPED_AMOUNT = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d{0,2})?");

    private static final Pattern DIGITS = Pattern.compile("(0|[1-9]\\d{0,19})");

    private static final Pattern TUPLE = Pattern.compile("\\(\\d{1,10},\\d{1,5}\\)");

    private static final BigInteger MAX_OF_32_BITS =
            BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);

    private static final BigInteger MAX_OF_64_BITS =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private ScalarEncoders() {}

    /** Returns the encoder of a type that no family is for. */
    static CellEncoder other(PgType type) {
        return switch (type.base()) {
            case "money" -> ScalarEncoders::money;
            case "interval" -> interval(type);
            case "char" -> ScalarEncoders::oneByte;
            case "oid" -> ScalarEncoders::oid;
            case "xid", "cid" -> unsigned(type, MAX_OF_32_BITS);
            case "xid8" -> unsigned(type, MAX_OF_64_BITS);
            case "tid" -> ScalarEncoders::tuple;
            default ->
                (sink, rows, row, column) -> {
                    requireScalar(type, rows, row, column);
                    if (type.isGeometric()) {
                        requireNumbers(rows, row, column, NumberValues::real);
                    } else if (type.isOfSingles()) {
                        requireNumbers(rows, row, column, NumberValues::single);
                    }
                    raw(sink, rows, row, column);
                };
        };
    }

    /** What a number is read as, which refuses one that is no such number exactly. */
    @FunctionalInterface
    private interface Reading {
        Number read(Rows rows, int row, int column) throws ValueException;
    }

    /** The server rounds each number of a point, figure or vector. */
    private static void requireNumbers(Rows rows, int row, int column, Reading reading) throws ValueException {
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        int start = rows.start(row, column);
        while (start < end) {
            int at = start;
            while (at < end && "+-.0123456789eE".indexOf(bytes[at]) >= 0) {
                at++;
            }
            OneCell number = new OneCell(ValueKind.TEXT, bytes, start, at);
            if (NumberValues.isNumber(number, 0, 0)) {
                try {
                    reading.read(number, 0, 0);
                } catch (ValueException e) {
                    throw new ValueException(row, column, "a number in it: " + e.getMessage(), e.getSQLState());
                }
            }
            start = at + 1;
        }
    }

    /** The server takes a negative number for one above 2147483647. */
    private static void oid(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.end(row, column) > rows.start(row, column) && rows.bytes()[rows.start(row, column)] == '-') {
            throw Cells.refuse(rows, row, column, "is negative, which an oid is not", OUT_OF_RANGE);
        }
        integer(sink, rows, row, column);
    }

    /** The server takes what is not a number for 0, and a number that is too large or negative for another one. */
    private static CellEncoder unsigned(PgType type, BigInteger most) {
        return (sink, rows, row, column) -> {
            requireScalar(type, rows, row, column);
            String text = Cells.characters(rows, row, column);
            if (!DIGITS.matcher(text).matches() || new BigInteger(text).compareTo(most) > 0) {
                throw Cells.refuse(rows, row, column, "is not a whole number from 0 to " + most, OUT_OF_RANGE);
            }
            sink.plain(text);
        };
    }

    /** The server takes a negative number for another one. */
    private static void tuple(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (!TUPLE.matcher(Cells.characters(rows, row, column)).matches()) {
            throw Cells.refuse(rows, row, column, "is not a block and a number, such as (0,1)", NOT_THAT_TYPE);
        }
        raw(sink, rows, row, column);
    }

    private static void requireScalar(PgType type, Rows rows, int row, int column) throws ValueException {
        ValueKind kind = rows.kind(row, column);
        if (kind == ValueKind.ARRAY || kind == ValueKind.OBJECT) {
            throw Cells.refuse(rows, row, column, "cannot become " + type.name() + ": " + wanted(type), NOT_THAT_TYPE);
        }
    }

    private static String wanted(PgType type) {
        return switch (type.kind()) {
            case 'r' -> "give the range as a text, for instance \"[1,10)\"";
            case 'm' -> "give the ranges as a text, for instance \"{[1,3),[5,8)}\"";
            default -> "give the value as the text that PostgreSQL shows for it";
        };
    }

    /** Writes a cell of any kind as it is. */
    public static void raw(TextSink sink, Rows rows, int row, int column) throws SQLException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        ValueKind kind = rows.kind(row, column);
        if ((kind == ValueKind.TEXT || kind == ValueKind.RAW_TEXT) && NulSearch.isIn(bytes, start, end)) {
            throw Cells.refuse(rows, row, column, "contains U+0000, which PostgreSQL text cannot hold", "22021");
        }
        if (kind.typed()) {
            TextValues.requireCharacters(rows, row, column);
        }
        sink.text(bytes, start, end);
    }

    static void bool(TextSink sink, Rows rows, int row, int column) throws SQLException {
        int start = rows.start(row, column);
        switch (rows.kind(row, column)) {
            case BOOLEAN -> sink.plain(rows.bytes(), start, start + 1);
            case TEXT -> raw(sink, rows, row, column);
            case INTEGER -> {
                if (rows.end(row, column) - start != 1 || (rows.bytes()[start] & ~1) != '0') {
                    throw Cells.refuse(rows, row, column, "is neither 0 nor 1", NOT_THAT_TYPE);
                }
                sink.plain(rows.bytes(), start, start + 1);
            }
            default -> throw Cells.refuse(rows, row, column, "is neither true nor false", NOT_THAT_TYPE);
        }
    }

    static void integer(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case INTEGER -> sink.plain(rows.bytes(), rows.start(row, column), rows.end(row, column));
            case TEXT -> raw(sink, rows, row, column);
            case DECIMAL -> {
                BigDecimal value = NumberValues.decimal(rows, row, column).stripTrailingZeros();
                if (value.scale() > 0) {
                    throw Cells.refuse(rows, row, column, "is not whole", OUT_OF_RANGE);
                }
                sink.plain(value.toPlainString());
            }
            default -> throw notANumber(rows, row, column);
        }
    }

    /** For a numeric without limits. */
    static void number(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case INTEGER, DECIMAL, REAL -> sink.plain(rows.bytes(), rows.start(row, column), rows.end(row, column));
            case TEXT -> raw(sink, rows, row, column);
            default -> throw notANumber(rows, row, column);
        }
    }

    static CellEncoder decimal(int scale) {
        return (sink, rows, row, column) -> {
            ValueKind kind = rows.kind(row, column);
            boolean digits = kind == ValueKind.INTEGER || kind == ValueKind.DECIMAL;
            if (!digits && kind != ValueKind.TEXT) {
                throw notANumber(rows, row, column);
            }
            if (kind == ValueKind.INTEGER && scale >= 0) {
                sink.plain(rows.bytes(), rows.start(row, column), rows.end(row, column));
                return;
            }
            if (NumberValues.isNumber(rows, row, column) && !fits(rows, row, column, scale)) {
                BigDecimal fitting = NumberValues.fitting(NumberValues.decimal(rows, row, column), scale);
                if (fitting.scale() > scale) {
                    throw Cells.refuse(
                            rows,
                            row,
                            column,
                            "has more digits after the decimal point than the column keeps",
                            OUT_OF_RANGE);
                }
                sink.plain(fitting.toPlainString());
                return;
            }
            raw(sink, rows, row, column);
        };
    }

    private static boolean fits(Rows rows, int row, int column, int scale) throws ValueException {
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        int point = -1;
        boolean plain = scale >= 0;
        for (int i = rows.start(row, column); i < end; i++) {
            if (bytes[i] == '.') {
                point = i;
            } else if ((bytes[i] | 0x20) == 'e') {
                plain = false;
            }
        }
        if (plain && (point < 0 || end - point - 1 <= scale)) {
            return true;
        }
        BigDecimal value = NumberValues.decimal(rows, row, column);
        return value.signum() == 0 || value.setScale(scale, RoundingMode.DOWN).compareTo(value) == 0;
    }

    /** The server rounds what an interval does not keep of a second, and drops what is smaller than its last field. */
    private static CellEncoder interval(PgType type) {
        int most = type.intervalDigits();
        IntervalFields fields = new IntervalFields(IntervalFields.Last.of(type.modifier()));
        String unit = fields.unitOfNumber();
        return (sink, rows, row, column) -> {
            requireScalar(type, rows, row, column);
            TemporalValues.requireIntervalFraction(rows, row, column, most);
            fields.require(rows, row, column);
            raw(sink, rows, row, column);
            if (!unit.isEmpty() && NumberValues.isNumber(rows, row, column)) {
                // COPY counts these, but a parameter of an INSERT is seconds first, and loses them then.
                sink.plain(" " + unit);
            }
        };
    }

    /** PostgreSQL cuts longer ones without a word; it shows a byte beyond ASCII as a backslash and three digits. */
    private static void oneByte(TextSink sink, Rows rows, int row, int column) throws SQLException {
        int start = rows.start(row, column);
        int length = rows.end(row, column) - start;
        if (length > 1 && !(length == 4 && rows.bytes()[start] == '\\')) {
            throw Cells.refuse(rows, row, column, "is longer than the one byte of the column", "22001");
        }
        raw(sink, rows, row, column);
    }

    private static void money(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) == ValueKind.TEXT && !NumberValues.isNumber(rows, row, column)) {
            requireGroups(rows, row, column);
            raw(sink, rows, row, column);
        } else {
            decimal(2).encode(sink, rows, row, column);
        }
    }

    /**
     * Refuses an amount without a currency whose commas are not between groups of three digits. The server skips them wherever they
     * stand, so that one hundred times the amount would be kept where a comma stands before the cents; it always shows a currency.
     */
    private static void requireGroups(Rows rows, int row, int column) throws ValueException {
        String text = Cells.characters(rows, row, column).strip();
        if (AMOUNT.matcher(text).matches() && !GROUPED_AMOUNT.matcher(text).matches()) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "is not an amount with commas between groups of three digits and at most two digits after a point; write it as a"
                            + " number, such as 1234.50",
                    NOT_THAT_TYPE);
        }
    }

    static void real(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (!isShort(rows, row, column, SAFE_DOUBLE) && NumberValues.isNumber(rows, row, column)) {
            NumberValues.real(rows, row, column);
        }
        number(sink, rows, row, column);
    }

    static void single(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (!isShort(rows, row, column, SAFE_SINGLE) && NumberValues.isNumber(rows, row, column)) {
            NumberValues.single(rows, row, column);
        }
        number(sink, rows, row, column);
    }

    /** Returns whether a number is so short, and has no exponent, that it reads back for sure. */
    private static boolean isShort(Rows rows, int row, int column, int digits) {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (rows.kind(row, column) == ValueKind.TEXT || end - start > digits) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if ((rows.bytes()[i] | 0x20) == 'e') {
                return false;
            }
        }
        return true;
    }

    static CellEncoder text(int most) {
        return (sink, rows, row, column) -> {
            TextValues.requireLength(rows, row, column, most);
            raw(sink, rows, row, column);
        };
    }

    static void name(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.end(row, column) - rows.start(row, column) > NAME_BYTES) {
            throw Cells.refuse(rows, row, column, "is longer than the " + NAME_BYTES + " bytes of a name", "22001");
        }
        raw(sink, rows, row, column);
    }

    static void binary(TextSink sink, Rows rows, int row, int column) throws SQLException {
        byte[] bytes = BinaryValues.bytes(rows, row, column);
        sink.text("\\x");
        sink.plain(HexFormat.of().formatHex(bytes));
    }

    static void onlyText(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) != ValueKind.TEXT) {
            throw Cells.refuse(rows, row, column, "cannot become a uuid, only a text can", NOT_THAT_TYPE);
        }
        raw(sink, rows, row, column);
    }

    private static ValueException notANumber(Rows rows, int row, int column) {
        return Cells.refuse(rows, row, column, "is not a number", NOT_THAT_TYPE);
    }
}
