package dev.restore.dialect.h2;

import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.StandardBinders;
import dev.restore.dialect.value.BooleanValues;
import dev.restore.dialect.value.CellForms;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonArray;
import dev.restore.dialect.value.JsonText;
import dev.restore.dialect.value.NumberValues;
import dev.restore.dialect.value.TemporalValues;
import dev.restore.dialect.value.TextValues;
import dev.restore.dialect.value.UuidValues;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects that H2's driver takes for types that no binder of the standard dialect knows: for arrays, whose elements H2 would
 * otherwise convert by its own rules, rounding numbers and taking base64 for characters, and for what it rounds without a word.
 */
final class H2Values {

    private static final String NOT_THAT_TYPE = "22018";

    private final TemporalValues temporal;
    private final Map<String, Set<String>> labels = new HashMap<>();

    H2Values(TemporalValues temporal) {
        this.temporal = temporal;
    }

    /**
     * Returns the object for a cell that is not null.
     *
     * @throws ValueException when the column would not keep the value exactly
     */
    Object of(ColumnType type, Rows rows, int row, int column) throws SQLException {
        return switch (type.family()) {
            case ARRAY -> array(type, rows, row, column);
            case BOOLEAN -> BooleanValues.bool(rows, row, column);
            case INTEGER -> NumberValues.integer(rows, row, column, StandardBinders.bits(type));
            case DECIMAL ->
                type.name().equals("DECFLOAT")
                        ? floating(type.size(), rows, row, column)
                        : NumberValues.decimal(rows, row, column, type.size(), type.scale());
            case FLOAT ->
                StandardBinders.isSingle(type)
                        ? (Object) NumberValues.single(rows, row, column)
                        : (Object) NumberValues.real(rows, row, column);
            case TEXT -> TextValues.text(rows, row, column, type.size());
            case BINARY -> StandardBinders.bytes(type, rows, row, column);
            case DATE -> temporal.date(rows, row, column);
            case TIME -> fraction(type, rows, row, column, temporal.time(rows, row, column));
            case TIME_WITH_ZONE -> fraction(type, rows, row, column, temporal.offsetTime(rows, row, column));
            case TIMESTAMP -> fraction(type, rows, row, column, temporal.timestamp(rows, row, column));
            case TIMESTAMP_WITH_ZONE -> fraction(type, rows, row, column, temporal.moment(rows, row, column));
            case UUID -> UuidValues.uuid(rows, row, column);
            case JSON -> StandardBinders.jsonBytes(rows, row, column);
            case OTHER, ANY -> {
                if (H2Interval.is(type.name())) {
                    H2Interval.require(type, rows, row, column);
                } else if (H2Enum.is(type.name())) {
                    yield H2Enum.label(labels.computeIfAbsent(type.name(), H2Enum::labels), rows, row, column);
                }
                yield TextValues.text(rows, row, column);
            }
        };
    }

    private static Object floating(int precision, Rows rows, int row, int column) throws SQLException {
        if (CellForms.isSpecial(rows, row, column)) {
            return Cells.characters(rows, row, column);
        }
        BigDecimal value = NumberValues.decimal(rows, row, column);
        if (value.stripTrailingZeros().precision() > precision) {
            throw Cells.refuse(
                    rows, row, column, "has more digits than the " + precision + " that the column keeps", "22003");
        }
        return value;
    }

    private static TemporalAccessor fraction(ColumnType type, Rows rows, int row, int column, TemporalAccessor value)
            throws ValueException {
        TemporalValues.requireFraction(rows, row, column, value.get(ChronoField.NANO_OF_SECOND), type.scale());
        return value;
    }

    /** Beside a number H2 takes NaN for one of a type that has none; the texts of both are taken as they are. */
    private Object element(ColumnType type, OneCell cell) throws SQLException {
        Object value = of(type, cell, 0, 0);
        return type.name().equals("DECFLOAT") ? value.toString() : value;
    }

    private Object array(ColumnType type, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) != ValueKind.ARRAY) {
            throw Cells.refuse(rows, row, column, "is not an array", NOT_THAT_TYPE);
        }
        ColumnType element = type.element();
        if (element == null) {
            return JsonArray.elements(Cells.characters(rows, row, column));
        }
        JsonText json = new JsonText(rows.bytes(), rows.start(row, column), rows.end(row, column));
        List<@Nullable Object> elements = new ArrayList<>();
        json.take('[');
        while (!json.take(']')) {
            json.take(',');
            json.peek();
            OneCell cell = json.takeCell();
            try {
                elements.add(cell.kind() == ValueKind.NULL ? null : element(element, cell));
            } catch (ValueException e) {
                throw new ValueException(row, column, "an element of the array: " + e.getMessage(), e.getSQLState());
            }
        }
        return elements.toArray();
    }
}
