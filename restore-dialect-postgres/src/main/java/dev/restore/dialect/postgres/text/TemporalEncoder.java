package dev.restore.dialect.postgres.text;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.TemporalValues;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;

/**
 * Writes dates and times. What needs no conversion goes as it is; what PostgreSQL would cut, round or take in another
 * zone is converted or refused here.
 */
public final class TemporalEncoder implements CellEncoder {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;

    private final TypeFamily family;
    private final int digits;
    private final boolean utc;
    private final TemporalValues values;
    private final IsoShape iso = new IsoShape();

    TemporalEncoder(TypeFamily family, int digits, ZoneId zone) {
        this.family = family;
        this.digits = digits;
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
        this.values = new TemporalValues(zone);
    }

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) != ValueKind.TEXT) {
            converted(sink, rows, row, column);
            return;
        }
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        int shape = iso.of(rows.bytes(), start, end);
        if (shape == IsoShape.NONE) {
            foreign(sink, rows, row, column);
        } else if (isExact(shape, family, digits, utc)) {
            sink.plain(rows.bytes(), start, end);
        } else {
            converted(sink, rows, row, column);
        }
    }

    /** Returns whether PostgreSQL takes a text of this shape without changing or guessing anything. */
    public static boolean isExact(int shape, TypeFamily family, int digits, boolean utc) {
        boolean day = IsoShape.hasDay(shape);
        boolean time = IsoShape.hasTime(shape);
        boolean offset = IsoShape.hasOffset(shape);
        if (IsoShape.fraction(shape) > digits || IsoShape.leapSecond(shape)) {
            return false;
        }
        return switch (family) {
            case DATE -> day && !time;
            case TIME -> time && !day && !offset;
            case TIME_WITH_ZONE -> time && !day && (offset || utc);
            case TIMESTAMP -> day && !offset;
            default -> day && (offset || utc);
        };
    }

    /**
     * Leaves to the server what it shows itself and ISO 8601 does not know: the infinities, years before Christ, and midnight at
     * the end of a day. Whatever else it would take, be it {@code today} or {@code 01/02/2024}, would be a guess.
     */
    private void foreign(TextSink sink, Rows rows, int row, int column) throws SQLException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        boolean day = family != TypeFamily.TIME && family != TypeFamily.TIME_WITH_ZONE;
        if (!(day && (isInfinite(bytes, start, end) || isBeforeChrist(rows, row, column)))
                && !isEndOfDay(rows, row, column)) {
            String what = day ? family == TypeFamily.DATE ? "date" : "timestamp" : "time of day";
            throw TemporalValues.notIso(rows, row, column, what);
        }
        sink.text(bytes, start, end);
    }

    private static boolean isInfinite(byte[] bytes, int start, int end) {
        if (end - start > "-infinity".length()) {
            return false;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        return text.equalsIgnoreCase("infinity") || text.equalsIgnoreCase("-infinity");
    }

    private boolean isBeforeChrist(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column) - 3;
        if (end <= start || bytes[end] != ' ' || bytes[end + 1] != 'B' || bytes[end + 2] != 'C') {
            return false;
        }
        int shape = iso.of(bytes, start, end);
        return IsoShape.hasDay(shape) && isServers(shape, rows, row, column);
    }

    /** ISO 8601 knows an hour of 24 with nothing after it. */
    private boolean isEndOfDay(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        byte[] midnight = Arrays.copyOfRange(bytes, start, end);
        int hour = 0;
        while (hour < midnight.length && midnight[hour] != ':') {
            hour++;
        }
        hour -= 2;
        if (hour < 0 || midnight[hour] != '2' || midnight[hour + 1] != '4') {
            return false;
        }
        midnight[hour] = '0';
        midnight[hour + 1] = '0';
        int shape = iso.of(midnight, 0, midnight.length);
        return IsoShape.hasTime(shape)
                && iso.minute() == 0
                && iso.second() == 0
                && IsoShape.fraction(shape) == 0
                && isServers(shape, rows, row, column);
    }

    /** Returns whether the server takes all of a text that it has to read, and refuses one of which it would lose something. */
    private boolean isServers(int shape, Rows rows, int row, int column) throws ValueException {
        if (family == TypeFamily.DATE && IsoShape.hasTime(shape)) {
            throw Cells.refuse(rows, row, column, "has a time of day, which a date would lose", "22007");
        }
        boolean zoned = family == TypeFamily.TIME_WITH_ZONE || family == TypeFamily.TIMESTAMP_WITH_ZONE;
        if (!zoned && IsoShape.hasOffset(shape)) {
            throw Cells.refuse(rows, row, column, "has a zone that the column would lose", "22007");
        }
        if (IsoShape.fraction(shape) > digits) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "has more digits of a second than the " + digits + " that the column keeps",
                    "22008");
        }
        return IsoShape.hasDay(shape) == (family != TypeFamily.TIME && family != TypeFamily.TIME_WITH_ZONE);
    }

    private void converted(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (family) {
            case DATE -> {
                LocalDate day = values.date(rows, row, column);
                sink.plain(day(day) + era(day));
            }
            case TIME -> {
                LocalTime time = values.time(rows, row, column);
                requireFraction(rows, row, column, time, digits);
                sink.plain(TIME.format(time));
            }
            case TIME_WITH_ZONE -> {
                OffsetTime time = values.offsetTime(rows, row, column);
                requireFraction(rows, row, column, time, digits);
                sink.plain(TIME.format(time) + offset(time.getOffset()));
            }
            case TIMESTAMP -> {
                LocalDateTime time = values.timestamp(rows, row, column);
                requireFraction(rows, row, column, time, digits);
                sink.plain(day(time.toLocalDate()) + ' ' + TIME.format(time) + era(time.toLocalDate()));
            }
            default -> {
                OffsetDateTime time = values.moment(rows, row, column);
                requireFraction(rows, row, column, time, digits);
                LocalDateTime utcTime =
                        time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                LocalDate day = utcTime.toLocalDate();
                sink.plain(day(day) + ' ' + TIME.format(utcTime) + "+00" + era(day));
            }
        }
    }

    public static void requireFraction(Rows rows, int row, int column, TemporalAccessor time, int digits)
            throws ValueException {
        TemporalValues.requireFraction(rows, row, column, time.get(ChronoField.NANO_OF_SECOND), digits);
    }

    /** Java counts the year 0 and puts a sign before long years; PostgreSQL does neither. */
    private static String day(LocalDate day) {
        int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
        return "%04d-%02d-%02d".formatted(year, day.getMonthValue(), day.getDayOfMonth());
    }

    private static String era(LocalDate day) {
        return day.getYear() > 0 ? "" : " BC";
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00" : offset.getId();
    }
}
