package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from cells. Immutable and safe to share between threads.
 *
 * <p>Texts are ISO 8601: {@code T} or a space between day and time, seconds and a fraction of up to nine digits optional,
 * an offset as {@code Z}, {@code +02}, {@code +0200} or {@code +02:00} optional, the time left out where midnight is
 * meant. Numbers are moments counted from 1970: those from 100000000000 on (either sign) milliseconds, smaller ones
 * seconds, decimals fractions of these. Those outside the years 1 to 9999 are refused: they count something else.
 *
 * <p>A value with an offset is converted to the session's zone where the column has no zone; a value without one is taken
 * in the session's zone where the column has one. A local time that this zone skips is refused, of one that occurs twice
 * the earlier is taken.
 */
public final class TemporalValues {

    private static final String NOT_A_TIME = "22007";
    private static final String OUT_OF_RANGE = "22008";
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    private static final BigDecimal FIRST_MILLISECONDS_DECIMAL = BigDecimal.valueOf(FIRST_MILLISECONDS);

    /** The seconds of the years 1 to 9999, within which a number is taken for a time. */
    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /** Microseconds do not come so far before the year 9999. */
    private static final BigDecimal FIRST_NANOSECONDS = new BigDecimal("1e18");

    private final ZoneId zone;
    private final ZoneRules rules;

    /**
     * Creates the conversions for one session.
     *
     * @param zone the zone of values and columns that have none
     */
    public TemporalValues(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        this.rules = zone.getRules();
    }

    /**
     * Returns a day, from a date or from a moment that is midnight.
     *
     * @throws ValueException when it is not a date, or one with a time of day that would be lost
     */
    public LocalDate date(Rows rows, int row, int column) throws ValueException {
        LocalDateTime value = timestamp(rows, row, column, "date");
        if (!value.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "has a time of day in the zone " + zone + ", which a date would lose"
                            + (rows.kind(row, column) == ValueKind.TEXT
                                    ? ""
                                    : "; if it counts days, say so (epochUnit, --epoch-unit)"),
                    NOT_A_TIME);
        }
        return value.toLocalDate();
    }

    /**
     * Returns a time of day without zone.
     *
     * @throws ValueException when it is not a time of day, or has an offset that cannot be converted without a date
     */
    public LocalTime time(Rows rows, int row, int column) throws ValueException {
        TemporalText text = timeText(rows, row, column);
        LocalTime time = Objects.requireNonNull(text.time());
        ZoneOffset offset = text.offset();
        if (offset == null) {
            return time;
        }
        return OffsetTime.of(time, offset)
                .withOffsetSameInstant(fixedOffset(rows, row, column))
                .toLocalTime();
    }

    /**
     * Returns a time of day with an offset.
     *
     * @throws ValueException when it is not a time of day, or has no offset and the session's zone has none without a date
     */
    public OffsetTime offsetTime(Rows rows, int row, int column) throws ValueException {
        TemporalText text = timeText(rows, row, column);
        ZoneOffset offset = text.offset();
        return OffsetTime.of(
                Objects.requireNonNull(text.time()), offset == null ? fixedOffset(rows, row, column) : offset);
    }

    /**
     * Returns a day and time without zone.
     *
     * @throws ValueException when it is none
     */
    public LocalDateTime timestamp(Rows rows, int row, int column) throws ValueException {
        return timestamp(rows, row, column, "timestamp");
    }

    /**
     * Returns a moment with the offset that the value has, or that the session's zone has at that time.
     *
     * @throws ValueException when it is none, or a local time that the session's zone skips
     */
    public OffsetDateTime moment(Rows rows, int row, int column) throws ValueException {
        TemporalText text = text(rows, row, column, "timestamp");
        if (text == null) {
            return OffsetDateTime.ofInstant(epoch(rows, row, column), zone);
        }
        LocalDateTime local = Objects.requireNonNull(text.dateTime());
        ZoneOffset offset = text.offset();
        return OffsetDateTime.of(local, offset == null ? offsetAt(rows, row, column, local) : offset);
    }

    /**
     * Returns a moment.
     *
     * @throws ValueException when it is none, or a local time that the session's zone skips
     */
    public Instant instant(Rows rows, int row, int column) throws ValueException {
        TemporalText text = text(rows, row, column, "timestamp");
        if (text == null) {
            return epoch(rows, row, column);
        }
        LocalDateTime local = Objects.requireNonNull(text.dateTime());
        ZoneOffset offset = text.offset();
        return local.toInstant(offset == null ? offsetAt(rows, row, column, local) : offset);
    }

    /**
     * Refuses a value whose fraction of a second has more digits than a column keeps.
     *
     * @param nano the fraction in nanoseconds
     * @param digits the digits that the column keeps, 0 to 9
     */
    public static void requireFraction(Rows rows, int row, int column, int nano, int digits) throws ValueException {
        int unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        if (nano % unit != 0) {
            throw tooManyDigits(rows, row, column, digits);
        }
    }

    /**
     * Refuses the text of an interval with more digits of a second than are kept, zeros at their end aside, which databases would
     * round.
     *
     * @param digits how many are kept
     */
    public static void requireIntervalFraction(Rows rows, int row, int column, int digits) throws ValueException {
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        for (int point = rows.start(row, column); point < end; point++) {
            if (bytes[point] != '.') {
                continue;
            }
            int needed = 0;
            for (int at = point + 1; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                needed = bytes[at] == '0' ? needed : at - point;
            }
            if (needed > digits) {
                throw tooManyDigits(rows, row, column, digits);
            }
        }
    }

    private static ValueException tooManyDigits(Rows rows, int row, int column, int digits) {
        return Cells.refuse(
                rows,
                row,
                column,
                "has more digits of a second than the " + digits + " that the column keeps",
                OUT_OF_RANGE);
    }

    private LocalDateTime timestamp(Rows rows, int row, int column, String what) throws ValueException {
        TemporalText text = text(rows, row, column, what);
        if (text == null) {
            return LocalDateTime.ofInstant(epoch(rows, row, column), zone);
        }
        LocalDateTime local = Objects.requireNonNull(text.dateTime());
        ZoneOffset offset = text.offset();
        return offset == null ? local : LocalDateTime.ofInstant(local.toInstant(offset), zone);
    }

    /** Returns the parsed text with its date, or null for a number. */
    private static @Nullable TemporalText text(Rows rows, int row, int column, String what) throws ValueException {
        switch (rows.kind(row, column)) {
            case INTEGER, DECIMAL -> {
                return null;
            }
            case TEXT -> {
                TemporalText text = TemporalText.read(rows.bytes(), rows.start(row, column), rows.end(row, column));
                if (text != null && text.date() != null) {
                    return text;
                }
            }
            case NULL, BOOLEAN, ARRAY, OBJECT, JSON, BYTES, RAW_TEXT, REAL -> {
                // refused below
            }
        }
        throw notIso(rows, row, column, what);
    }

    /** Refuses a value that is in no form that is read, with what can be done. */
    public static ValueException notIso(Rows rows, int row, int column, String what) {
        boolean digits = rows.kind(row, column) == ValueKind.TEXT && NumberValues.isNumber(rows, row, column);
        String example = switch (what) {
            case "date" -> "2024-01-31";
            case "timestamp" -> "2024-01-31T09:30:00Z";
            default -> "09:30:00";
        };
        return Cells.refuse(
                rows,
                row,
                column,
                "is not a " + what + " in ISO 8601 form, such as " + example
                        + (digits ? "; if its digits count from 1970, say what (epochUnit, --epoch-unit)" : ""),
                NOT_A_TIME);
    }

    private static TemporalText timeText(Rows rows, int row, int column) throws ValueException {
        TemporalText text = rows.kind(row, column) == ValueKind.TEXT
                ? TemporalText.read(rows.bytes(), rows.start(row, column), rows.end(row, column))
                : null;
        if (text == null || text.time() == null || text.date() != null) {
            throw notIso(rows, row, column, "time of day");
        }
        return text;
    }

    private ZoneOffset fixedOffset(Rows rows, int row, int column) throws ValueException {
        if (!rules.isFixedOffset()) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "needs a date to be converted, because the offset of the zone " + zone + " changes",
                    NOT_A_TIME);
        }
        return rules.getOffset(Instant.EPOCH);
    }

    private ZoneOffset offsetAt(Rows rows, int row, int column, LocalDateTime local) throws ValueException {
        if (rules.isFixedOffset()) {
            return rules.getOffset(local);
        }
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw Cells.refuse(rows, row, column, "is a local time that the zone " + zone + " skips", OUT_OF_RANGE);
        }
        return offsets.get(0);
    }

    private static Instant epoch(Rows rows, int row, int column) throws ValueException {
        if (rows.kind(row, column) == ValueKind.INTEGER && rows.end(row, column) - rows.start(row, column) <= 18) {
            long number = NumberValues.integer(rows, row, column, 64);
            Instant instant = Math.abs(number) >= FIRST_MILLISECONDS
                    ? Instant.ofEpochMilli(number)
                    : Instant.ofEpochSecond(number);
            if (instant.getEpochSecond() >= FIRST_SECOND && instant.getEpochSecond() <= LAST_SECOND) {
                return instant;
            }
        }
        BigDecimal number = NumberValues.decimal(rows, row, column);
        BigDecimal seconds = number.abs().compareTo(FIRST_MILLISECONDS_DECIMAL) >= 0 ? number.movePointLeft(3) : number;
        if (seconds.compareTo(BigDecimal.valueOf(FIRST_SECOND)) < 0
                || seconds.compareTo(BigDecimal.valueOf(LAST_SECOND + 1)) >= 0) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "is not a count of seconds or milliseconds within the years 1 to 9999, but probably one of "
                            + (number.abs().compareTo(FIRST_NANOSECONDS) < 0 ? "microseconds" : "nanoseconds")
                            + " (epochUnit, --epoch-unit)",
                    OUT_OF_RANGE);
        }
        if (seconds.scale() > 9 && seconds.stripTrailingZeros().scale() > 9) {
            throw Cells.refuse(rows, row, column, "has fractions smaller than a nanosecond", OUT_OF_RANGE);
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(9).longValueExact());
    }
}
