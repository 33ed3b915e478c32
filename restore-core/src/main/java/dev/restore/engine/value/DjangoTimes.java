package dev.restore.engine.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the days, times and durations that Django reads, and writes them as it stores them where the database has no type for them. */
final class DjangoTimes {

    private static final String CLOCK = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,6})0*)?)?";
    private static final Pattern TIME = Pattern.compile(CLOCK);
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ]" + CLOCK + " *(Z|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern DURATION = Pattern.compile(
            "(?:(-?\\d{1,9}) (?:days?,? )?)?([-+])?(?:(\\d{1,9}):)?" + "(\\d{1,9}):(\\d{1,9})(?:[.,](\\d{1,6})\\d*)?");
    private static final String AMOUNT = "(\\d{1,9}(?:[.,]\\d{1,9})?)";
    private static final Pattern ISO_DURATION = Pattern.compile(
            "([-+])?P(?:" + AMOUNT + "D)?(?:T(?:" + AMOUNT + "H)?(?:" + AMOUNT + "M)?(?:" + AMOUNT + "S)?)?");

    private static final int MAX_YEAR = 9999;
    private static final BigDecimal MICROSECONDS = BigDecimal.valueOf(1_000_000);
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};

    private DjangoTimes() {}

    /**
     * Returns a day and time as {@code YYYY-MM-DD HH:MM:SS[.ffffff]}, one with an offset as the zone has it, or null where the text
     * is not a day.
     */
    static @Nullable String timestamp(String text, ZoneId zone) {
        Matcher found = TIMESTAMP.matcher(text);
        if (!found.matches()) {
            return null;
        }
        try {
            LocalDateTime time = LocalDate.of(number(found, 1), number(found, 2), number(found, 3))
                    .atTime(found.group(4) == null ? LocalTime.MIDNIGHT : clock(found, 4));
            if (found.group(8) != null) {
                time = OffsetDateTime.of(time, ZoneOffset.of(found.group(8)))
                        .atZoneSameInstant(zone)
                        .toLocalDateTime();
            }
            return time.getYear() < 1 || time.getYear() > MAX_YEAR
                    ? null
                    : time.toLocalDate() + " " + written(time.toLocalTime());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns a time of day as {@code HH:MM:SS[.ffffff]}, or null where the text is none. */
    static @Nullable String time(String text) {
        Matcher found = TIME.matcher(text);
        try {
            return found.matches() ? written(clock(found, 1)) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns a duration in microseconds, or null where the text is none or only a number. */
    static @Nullable BigInteger microseconds(String text) {
        Matcher iso = ISO_DURATION.matcher(text);
        if (iso.matches() && text.length() > 2) {
            BigDecimal seconds = BigDecimal.ZERO;
            for (int i = 0; i < SECONDS.length; i++) {
                String amount = iso.group(i + 2);
                if (amount != null) {
                    seconds = seconds.add(
                            new BigDecimal(amount.replace(',', '.')).multiply(BigDecimal.valueOf(SECONDS[i])));
                }
            }
            return signed(iso.group(1), microseconds(seconds));
        }
        Matcher found = DURATION.matcher(text);
        if (!found.matches()) {
            return null;
        }
        BigDecimal seconds = BigDecimal.ZERO;
        for (int i = 1; i < SECONDS.length; i++) {
            String amount = found.group(i + 2);
            if (amount != null) {
                seconds = seconds.add(new BigDecimal(amount).multiply(BigDecimal.valueOf(SECONDS[i])));
            }
        }
        seconds = seconds.add(new BigDecimal("0." + (found.group(6) == null ? "0" : found.group(6))));
        BigInteger time = signed(found.group(2), microseconds(seconds));
        String days = found.group(1);
        return days == null
                ? time
                : time.add(microseconds(new BigDecimal(days).multiply(BigDecimal.valueOf(SECONDS[0]))));
    }

    private static BigInteger microseconds(BigDecimal seconds) {
        return seconds.multiply(MICROSECONDS)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    private static BigInteger signed(@Nullable String sign, BigInteger value) {
        return "-".equals(sign) ? value.negate() : value;
    }

    private static LocalTime clock(Matcher found, int group) {
        String fraction = found.group(group + 3);
        int nano = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
        int second = found.group(group + 2) == null ? 0 : number(found, group + 2);
        return LocalTime.of(number(found, group), number(found, group + 1), second, nano);
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static String written(LocalTime time) {
        StringBuilder text = new StringBuilder(15);
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        two(text, time.getSecond());
        int micro = time.getNano() / 1000;
        if (micro > 0) {
            text.append('.').append(Integer.toString(1_000_000 + micro), 1, 7);
        }
        return text.toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
