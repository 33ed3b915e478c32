package dev.restore.dialect.value;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.time.Instant;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The forms of the columns of databases that keep to a column's type, one for each family. Stateless apart from the zone. */
public final class CellForms {

    private static final int SINGLE_PRECISION_BITS = 24;
    private static final Set<String> PADDED = Set.of("CHAR", "CHARACTER", "NCHAR", "BPCHAR");

    private final TemporalValues temporal;

    /**
     * Creates the forms of one session.
     *
     * @param zone the zone of times without one
     */
    public CellForms(ZoneId zone) {
        this.temporal = new TemporalValues(zone);
    }

    /** Returns the form of a column of a type. */
    public CellForm of(ColumnType type) {
        return switch (type.family()) {
            case BOOLEAN -> (rows, r, c, hash) -> hash.add(BooleanValues.bool(rows, r, c) ? 1 : 0);
            case INTEGER -> (rows, r, c, hash) -> hash.add(NumberValues.integer(rows, r, c, 64));
            case DECIMAL -> CellForms::decimal;
            case FLOAT -> type.size() > 0 && type.size() <= SINGLE_PRECISION_BITS ? CellForms::single : CellForms::real;
            case TEXT ->
                PADDED.contains(type.name().toUpperCase(Locale.ROOT)) ? CellForms::padded : CellForms::characters;
            case BINARY ->
                (rows, r, c, hash) -> {
                    byte[] bytes = BinaryValues.bytes(rows, r, c);
                    hash.add(bytes, 0, bytes.length);
                };
            case UUID ->
                (rows, r, c, hash) -> {
                    UUID value = UuidValues.uuid(rows, r, c);
                    hash.add(value.getMostSignificantBits());
                    hash.add(value.getLeastSignificantBits());
                };
            case JSON -> new JsonForm();
            case ARRAY -> new ArrayForm(CellForms::loose, false).uncertain();
            case ANY -> loosely();
            case OTHER -> written().uncertain();
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> time(type.family());
        };
    }

    /** Returns the form of a value that is what is written. */
    public static CellForm written() {
        return CellForms::characters;
    }

    /** Returns the form of what a database shows for the values of a column: what is written, element by element in arrays. */
    public static CellForm written(ColumnType type) {
        return type.family() == TypeFamily.ARRAY ? new ArrayForm(written(), false) : written();
    }

    private static CellForm loosely() {
        CellForm form = CellForms::loose;
        return form.uncertain();
    }

    private CellForm time(TypeFamily family) {
        return switch (family) {
            case DATE ->
                (rows, r, c, hash) -> hash.add(temporal.date(rows, r, c).toEpochDay());
            case TIME ->
                (rows, r, c, hash) -> hash.add(temporal.time(rows, r, c).toNanoOfDay());
            case TIME_WITH_ZONE ->
                (rows, r, c, hash) -> {
                    OffsetTime value = temporal.offsetTime(rows, r, c);
                    hash.add(value.toLocalTime().toNanoOfDay());
                    hash.add(value.getOffset().getTotalSeconds());
                };
            case TIMESTAMP ->
                (rows, r, c, hash) -> instant(temporal.timestamp(rows, r, c).toInstant(ZoneOffset.UTC), hash);
            default -> (rows, r, c, hash) -> instant(temporal.instant(rows, r, c), hash);
        };
    }

    private static void instant(Instant value, CellHash hash) {
        hash.add(value.getEpochSecond());
        hash.add(value.getNano());
    }

    private static void characters(Rows rows, int row, int column, CellHash hash) {
        hash.add(rows.bytes(), rows.start(row, column), rows.end(row, column));
    }

    private static void padded(Rows rows, int row, int column, CellHash hash) {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        while (end > start && rows.bytes()[end - 1] == ' ') {
            end--;
        }
        hash.add(rows.bytes(), start, end);
    }

    private static void decimal(Rows rows, int row, int column, CellHash hash) throws ValueException {
        if (rows.kind(row, column) == ValueKind.INTEGER && rows.end(row, column) - rows.start(row, column) <= 18) {
            hash.add(NumberValues.integer(rows, row, column, 64));
        } else if (isSpecial(rows, row, column)) {
            characters(rows, row, column, hash);
        } else {
            // A column of few digits keeps the short form of a double that was written in its long form.
            hash.add(NumberValues.shortForm(NumberValues.decimal(rows, row, column)));
        }
    }

    /** Returns whether a cell is the text that stands for a number which is none, or infinite. */
    public static boolean isSpecial(Rows rows, int row, int column) {
        if (rows.kind(row, column) != ValueKind.TEXT && rows.kind(row, column) != ValueKind.REAL) {
            return false;
        }
        String text = Cells.characters(rows, row, column);
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    private static void real(Rows rows, int row, int column, CellHash hash) throws ValueException {
        try {
            double value = Double.parseDouble(Cells.characters(rows, row, column));
            hash.add(value == 0 ? 0 : Double.doubleToLongBits(value));
        } catch (NumberFormatException e) {
            throw Cells.refuse(rows, row, column, "is not a number", "22018");
        }
    }

    private static void single(Rows rows, int row, int column, CellHash hash) throws ValueException {
        try {
            float value = Float.parseFloat(Cells.characters(rows, row, column));
            hash.add(value == 0 ? 0 : Float.floatToIntBits(value));
        } catch (NumberFormatException e) {
            throw Cells.refuse(rows, row, column, "is not a number", "22018");
        }
    }

    /** What a number is, also within a text, and otherwise what is written. */
    private static void loose(Rows rows, int row, int column, CellHash hash) throws ValueException {
        if (NumberValues.isNumber(rows, row, column)) {
            hash.add(NumberValues.decimal(rows, row, column));
        } else {
            characters(rows, row, column, hash);
        }
    }
}
