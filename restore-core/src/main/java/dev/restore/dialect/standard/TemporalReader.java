package dev.restore.dialect.standard;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.ValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Year;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import org.jspecify.annotations.Nullable;

/**
 * Takes a date or time out of a result as an object of {@code java.time}, or as a text where the driver does not know its class. Used
 * by one thread.
 */
final class TemporalReader implements CellReader {

    private static final String NOT_SUPPORTED = "0A";
    private static final String WRONG_TYPE = "22005";
    private static final String DATETIME_OVERFLOW = "22008";

    private final Class<?> type;
    private boolean asText;

    TemporalReader(Class<?> type) {
        this.type = type;
    }

    @Override
    public void read(ResultSet row, int position, ReadRows rows) throws SQLException {
        if (!asText) {
            try {
                Object value = row.getObject(position, type);
                requireKnownYear(rows, position, value);
                add(rows, value);
                return;
            } catch (SQLException e) {
                if (!unknownClass(e)) {
                    throw e;
                }
                asText = true;
            }
        }
        String text = row.getString(position);
        add(rows, text == null ? null : text.replace(' ', 'T'));
    }

    private static boolean unknownClass(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLFeatureNotSupportedException
                || WRONG_TYPE.equals(state)
                || (state != null && state.startsWith(NOT_SUPPORTED));
    }

    /** A driver whose database counts farther than Java gives the last year that Java has for all that lie beyond. */
    private static void requireKnownYear(ReadRows rows, int position, @Nullable Object value) throws ValueException {
        if (value instanceof Temporal temporal
                && temporal.isSupported(ChronoField.YEAR)
                && Math.abs(temporal.get(ChronoField.YEAR)) == Year.MAX_VALUE) {
            throw new ValueException(
                    rows.size(), position - 1, "lies outside the years that can be written", DATETIME_OVERFLOW);
        }
    }

    private static void add(ReadRows rows, @Nullable Object value) {
        if (value == null) {
            rows.addNull();
        } else {
            rows.add(ValueKind.TEXT, value.toString());
        }
    }
}
