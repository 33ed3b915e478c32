package dev.restore.engine.value;

import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;
import dev.restore.plan.EpochUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Makes ISO 8601 texts of numbers, or texts of their digits, that count from 1970, or from midnight for a time of day. Exact. Stateless. */
final class EpochDecoder implements CellDecoder {

    private static final String OUT_OF_RANGE = "22008";
    private static final BigDecimal FIRST =
            BigDecimal.valueOf(Instant.parse("0001-01-01T00:00:00Z").getEpochSecond());
    private static final BigDecimal END =
            BigDecimal.valueOf(Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond());
    /** No time until the year 9999 has more digits before the point, counted in whatever. */
    private static final int MAX_DIGITS = 30;

    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

    private final EpochUnit unit;
    private final TypeFamily family;

    EpochDecoder(EpochUnit unit, TypeFamily family) {
        this.unit = unit;
        this.family = family;
    }

    /** Names a unit in the plural. */
    static String words(EpochUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public OneCell decode(OneCell value) throws ValueException {
        if (!NumberValues.isNumber(value, 0, 0)) {
            return value;
        }
        BigDecimal count = NumberValues.decimal(value, 0, 0);
        boolean clock = family == TypeFamily.TIME || family == TypeFamily.TIME_WITH_ZONE;
        if (count.precision() - (long) count.scale() > MAX_DIGITS) {
            throw outside(value, clock);
        }
        BigDecimal seconds = seconds(count);
        if (seconds.stripTrailingZeros().scale() > 9) {
            throw Cells.refuse(value, 0, 0, "has fractions smaller than a nanosecond", OUT_OF_RANGE);
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(9).longValueExact();
        if (clock
                ? whole.signum() < 0 || whole.compareTo(DAY) >= 0
                : whole.compareTo(FIRST) < 0 || whole.compareTo(END) >= 0) {
            throw outside(value, clock);
        }
        return text(whole.longValueExact(), nanos);
    }

    private ValueException outside(OneCell value, boolean clock) {
        return Cells.refuse(
                value,
                0,
                0,
                "is not a count of " + words(unit) + (clock ? " within a day" : " within the years 1 to 9999"),
                OUT_OF_RANGE);
    }

    private BigDecimal seconds(BigDecimal count) {
        return switch (unit) {
            case DAYS -> count.multiply(DAY);
            case SECONDS -> count;
            case MILLISECONDS -> count.movePointLeft(3);
            case MICROSECONDS -> count.movePointLeft(6);
            case NANOSECONDS -> count.movePointLeft(9);
        };
    }

    private OneCell text(long seconds, long nanos) {
        String text;
        if (family == TypeFamily.TIME || family == TypeFamily.TIME_WITH_ZONE) {
            text = LocalTime.ofNanoOfDay(seconds * 1_000_000_000L + nanos).toString();
        } else {
            Instant instant = Instant.ofEpochSecond(seconds, nanos);
            // A day is the same in every zone.
            text = unit == EpochUnit.DAYS && seconds % 86_400 == 0 && nanos == 0
                    ? instant.atZone(ZoneOffset.UTC).toLocalDate().toString()
                    : instant.toString();
        }
        return OneCell.text(text.getBytes(StandardCharsets.US_ASCII));
    }
}
