package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.text.IsoShape;
import dev.restore.dialect.postgres.text.TemporalEncoder;
import dev.restore.dialect.value.TemporalValues;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Writes dates and times as days or microseconds since 2000. What {@link TemporalEncoder} would send as it stands is
 * counted here without a detour, what it would convert is converted by the same rules, and what it would leave to the
 * server is left to it, except for the infinities.
 */
final class BinaryTemporal implements BinaryEncoder {

    private static final int EPOCH_DAY = 10_957;
    private static final long DAY = 86_400_000_000L;
    private static final long SECOND = 1_000_000L;

    /** The days and moments that PostgreSQL has: from 4714-11-24 BC, with the ends of their types set aside. */
    private static final int FIRST_DAY = -2_451_545;

    private static final int END_DAY = 2_145_031_949;
    private static final long FIRST_MOMENT = FIRST_DAY * DAY;
    private static final long END_MOMENT = 9_223_371_331_200_000_000L;
    private static final int END_OFFSET = 16 * 3600;

    private static final byte[] INFINITY = {'i', 'n', 'f', 'i', 'n', 'i', 't', 'y'};

    private final TypeFamily family;
    private final int digits;
    private final boolean utc;
    private final TemporalValues values;
    private final IsoShape iso = new IsoShape();

    BinaryTemporal(TypeFamily family, int digits, ZoneId zone) {
        this.family = family;
        this.digits = digits;
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
        this.values = new TemporalValues(zone);
    }

    @Override
    public boolean encode(BinaryBuffer out, Rows rows, int row, int column) throws ValueException {
        if (rows.kind(row, column) != ValueKind.TEXT) {
            return converted(out, rows, row, column);
        }
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        int shape = iso.of(bytes, start, end);
        if (shape == IsoShape.NONE) {
            return infinite(out, bytes, start, end);
        }
        if (TemporalEncoder.isExact(shape, family, digits, utc)) {
            return (!IsoShape.hasDay(shape) || isDay(bytes[start])) && isTime() && exact(out);
        }
        return converted(out, rows, row, column);
    }

    private boolean isDay(byte firstDigit) {
        int year = iso.year();
        // Longer years with zeros in front of them are rare enough to ask the server.
        return year > 0
                && (year <= 9999 || firstDigit != '0')
                && iso.month() >= 1
                && iso.month() <= 12
                && iso.day() >= 1
                && iso.day() <= daysOf(year, iso.month());
    }

    private boolean isTime() {
        return iso.minute() < 60 && Math.abs(iso.offset()) < END_OFFSET;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private boolean exact(BinaryBuffer out) {
        long time = ((iso.hour() * 60L + iso.minute()) * 60 + iso.second()) * SECOND + iso.micro();
        return switch (family) {
            case DATE -> putDay(out, day());
            case TIME -> putTime(out, time);
            case TIME_WITH_ZONE -> putTime(out, time, iso.offset());
            default -> putMoment(out, day(), time - iso.offset() * SECOND);
        };
    }

    /** Returns the days since 2000 of a day of our era. */
    private long day() {
        // Years begin in March here, so that the leap day is the last.
        long year = iso.month() > 2 ? iso.year() : iso.year() - 1L;
        int month = iso.month() > 2 ? iso.month() - 3 : iso.month() + 9;
        long days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + iso.day() - 1;
        return days - 730_425;
    }

    private boolean converted(BinaryBuffer out, Rows rows, int row, int column) throws ValueException {
        switch (family) {
            case DATE -> {
                return putDay(out, values.date(rows, row, column).toEpochDay() - EPOCH_DAY);
            }
            case TIME -> {
                LocalTime time = values.time(rows, row, column);
                TemporalEncoder.requireFraction(rows, row, column, time, digits);
                return putTime(out, time.toNanoOfDay() / 1000);
            }
            case TIME_WITH_ZONE -> {
                OffsetTime time = values.offsetTime(rows, row, column);
                TemporalEncoder.requireFraction(rows, row, column, time, digits);
                int offset = time.getOffset().getTotalSeconds();
                return Math.abs(offset) < END_OFFSET
                        && putTime(out, time.toLocalTime().toNanoOfDay() / 1000, offset);
            }
            case TIMESTAMP -> {
                LocalDateTime time = values.timestamp(rows, row, column);
                TemporalEncoder.requireFraction(rows, row, column, time, digits);
                return putMoment(
                        out,
                        time.toLocalDate().toEpochDay() - EPOCH_DAY,
                        time.toLocalTime().toNanoOfDay() / 1000);
            }
            default -> {
                OffsetDateTime time = values.moment(rows, row, column);
                TemporalEncoder.requireFraction(rows, row, column, time, digits);
                return putMoment(
                        out,
                        time.toLocalDate().toEpochDay() - EPOCH_DAY,
                        time.toLocalTime().toNanoOfDay() / 1000
                                - time.getOffset().getTotalSeconds() * SECOND);
            }
        }
    }

    private boolean infinite(BinaryBuffer out, byte[] bytes, int start, int end) {
        boolean negative = start < end && bytes[start] == '-';
        int from = negative ? start + 1 : start;
        if (end - from != INFINITY.length || family == TypeFamily.TIME || family == TypeFamily.TIME_WITH_ZONE) {
            return false;
        }
        for (int i = 0; i < INFINITY.length; i++) {
            if (bytes[from + i] != INFINITY[i]) {
                return false;
            }
        }
        if (family == TypeFamily.DATE) {
            out.putInt(4);
            out.putInt(negative ? Integer.MIN_VALUE : Integer.MAX_VALUE);
        } else {
            out.putInt(8);
            out.putLong(negative ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return true;
    }

    private static boolean putDay(BinaryBuffer out, long day) {
        if (day < FIRST_DAY || day >= END_DAY) {
            return false;
        }
        out.putInt(4);
        out.putInt((int) day);
        return true;
    }

    private static boolean putTime(BinaryBuffer out, long micros) {
        out.putInt(8);
        out.putLong(micros);
        return true;
    }

    /** Offsets count to the west there. */
    private static boolean putTime(BinaryBuffer out, long micros, int offset) {
        out.putInt(12);
        out.putLong(micros);
        out.putInt(-offset);
        return true;
    }

    private static boolean putMoment(BinaryBuffer out, long day, long micros) {
        if (day < FIRST_DAY - 1 || day > END_MOMENT / DAY) {
            return false;
        }
        long moment = day * DAY + micros;
        if (moment < FIRST_MOMENT || moment >= END_MOMENT) {
            return false;
        }
        out.putInt(8);
        out.putLong(moment);
        return true;
    }
}
