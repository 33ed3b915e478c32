package dev.restore.dialect.postgres.text;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the server would drop of an interval: whatever is smaller than the last field that the column keeps, and what a
 * fraction of a year has beside whole months. Understands all forms in which the server shows intervals, and ISO 8601.
 */
final class IntervalFields {

    private static final String LOSES = "22008";
    private static final String NOT_THAT_TYPE = "22007";

    private static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)";

    private static final Pattern ISO = Pattern.compile("[Pp](.*?)(?:[Tt](.+))?");
    private static final Pattern ISO_PART = Pattern.compile("(" + NUMBER + ")([A-Za-z])");
    private static final Pattern ISO_DAYS = Pattern.compile("([+-]?\\d+)-([+-]?\\d+)-([+-]?\\d+)");

    private static final Pattern PART = Pattern.compile("\\s*(?:"
            + "(?<hours>[+-]?\\d+):(?<minutes>\\d+)(?::(?<seconds>\\d+(?:\\.\\d*)?))?"
            + "|[+-]?(?<years>\\d+)-(?<months>\\d+)"
            + "|(?<number>" + NUMBER + ")\\s*(?<unit>\\p{Alpha}*)"
            + ")(?=\\s|[+-]|\\d|$)");

    private static final BigDecimal MONTHS_A_YEAR = BigDecimal.valueOf(12);
    private static final BigDecimal DAYS_A_MONTH = BigDecimal.valueOf(30);
    private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);

    /** The last field that a column of intervals keeps. After seconds nothing is dropped, only rounded. */
    enum Last {
        YEAR(1, 12),
        MONTH(1, 1),
        DAY(2, 1),
        HOUR(3, 3600),
        MINUTE(3, 60),
        SECOND(3, 0);

        private final int group;
        private final BigDecimal size;

        Last(int group, long size) {
            this.group = group;
            this.size = BigDecimal.valueOf(size);
        }

        /** Returns the last field of a type modifier, whose upper half has a bit for each field. */
        static Last of(int modifier) {
            int fields = modifier >> 16;
            if (modifier < 0 || (fields & 1 << 12) != 0) {
                return SECOND;
            }
            if ((fields & 1 << 11) != 0) {
                return MINUTE;
            }
            if ((fields & 1 << 10) != 0) {
                return HOUR;
            }
            if ((fields & 1 << 3) != 0) {
                return DAY;
            }
            return (fields & 1 << 1) != 0 ? MONTH : YEAR;
        }
    }

    private final Last last;

    IntervalFields(Last last) {
        this.last = last;
    }

    /** Returns the unit that a text of nothing but a number counts, empty for seconds, which every statement takes it for. */
    String unitOfNumber() {
        return last == Last.SECOND ? "" : last.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses an interval that the column would not keep.
     *
     * @throws ValueException when it has smaller parts than the last field, or none of the known forms
     */
    void require(Rows rows, int row, int column) throws ValueException {
        if (last == Last.SECOND && !mayHavePartOfYear(rows, row, column)) {
            return;
        }
        String text = Cells.characters(rows, row, column).strip();
        Boolean kept = kept(text);
        if (kept == null && last != Last.SECOND) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "is not written as PostgreSQL shows intervals or as ISO 8601 has them, so that nobody can tell what the column"
                            + " would drop of it",
                    NOT_THAT_TYPE);
        }
        if (kept != null && !kept) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    last == Last.SECOND
                            ? "has a part of a year that is not a whole number of months"
                            : "has more than whole " + last.name().toLowerCase(Locale.ROOT)
                                    + "s, which are the smallest that the column keeps",
                    LOSES);
        }
    }

    /** The server rounds only parts of years, decades, centuries and millennia, which nobody but people writes. */
    private static boolean mayHavePartOfYear(Rows rows, int row, int column) {
        byte[] bytes = rows.bytes();
        int end = rows.end(row, column);
        for (int i = rows.start(row, column); i < end; i++) {
            if (bytes[i] == '.') {
                do {
                    i++;
                } while (i < end && (bytes[i] == ' ' || (bytes[i] >= '0' && bytes[i] <= '9')));
                int letter = i < end ? bytes[i] | 0x20 : 0;
                if (letter == 'y' || letter == 'd' || letter == 'c' || letter == 'm') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether all of it is kept, null where that is not known. */
    private @Nullable Boolean kept(String text) {
        if (text.equalsIgnoreCase("infinity") || text.equalsIgnoreCase("-infinity")) {
            return true;
        }
        try {
            Matcher iso = ISO.matcher(text);
            return iso.matches() ? iso(iso) : parts(text);
        } catch (UnknownForm e) {
            return null;
        }
    }

    private boolean iso(Matcher iso) throws UnknownForm {
        String days = iso.group(1);
        String time = iso.group(2);
        Matcher dashes = ISO_DAYS.matcher(days);
        boolean kept;
        if (dashes.matches()) {
            kept = isKept(dashes.group(1), "year")
                    && isKept(dashes.group(2), "month")
                    && isKept(dashes.group(3), "day");
        } else {
            kept = designated(days, "ymwd", "year", "month", "week", "day");
        }
        if (time == null) {
            return kept;
        }
        boolean timeKept = time.indexOf(':') > 0 ? parts(time) : designated(time, "hms", "hour", "minute", "second");
        return kept && timeKept;
    }

    private boolean designated(String text, String letters, String... units) throws UnknownForm {
        Matcher part = ISO_PART.matcher(text);
        int at = 0;
        boolean kept = true;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new UnknownForm();
            }
            int unit = letters.indexOf(Character.toLowerCase(part.group(2).charAt(0)));
            if (unit < 0) {
                throw new UnknownForm();
            }
            kept &= isKept(part.group(1), units[unit]);
            at = part.end();
        }
        return kept;
    }

    private boolean parts(String text) throws UnknownForm {
        String rest = text.startsWith("@") ? text.substring(1).stripLeading() : text;
        if (rest.toLowerCase(Locale.ROOT).endsWith("ago")) {
            rest = rest.substring(0, rest.length() - "ago".length()).stripTrailing();
        }
        Matcher part = PART.matcher(rest);
        int at = 0;
        boolean kept = true;
        while (at < rest.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new UnknownForm();
            }
            boolean first = at == 0;
            at = part.end();
            if (part.group("hours") != null) {
                String seconds = part.group("seconds");
                kept &= isKept(part.group("hours"), "hour")
                        && isKept(part.group("minutes"), "minute")
                        && (seconds == null || isKept(seconds, "second"));
            } else if (part.group("years") != null) {
                kept &= isKept(part.group("years"), "year") && isKept(part.group("months"), "month");
            } else if (!part.group("unit").isEmpty()) {
                kept &= isKept(part.group("number"), part.group("unit"));
            } else {
                // A number alone is days before a time of day, and counts the last field where nothing else is there.
                if (!first && at == rest.length()) {
                    throw new UnknownForm();
                }
                kept &= isKept(
                        part.group("number"),
                        at < rest.length() ? "day" : last.name().toLowerCase(Locale.ROOT));
            }
        }
        if (rest.isEmpty()) {
            throw new UnknownForm();
        }
        return kept;
    }

    private boolean isKept(String number, String unit) throws UnknownForm {
        BigDecimal amount = new BigDecimal(number);
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "millennium", "millennia", "mil", "mils" -> months(amount, 12_000);
            case "century", "centuries", "cent", "c" -> months(amount, 1200);
            case "decade", "decades", "dec", "decs" -> months(amount, 120);
            case "year", "years", "yr", "yrs", "y" -> months(amount, 12);
            case "month", "months", "mon", "mons" -> months(amount, 1);
            case "week", "weeks", "w" -> days(amount.multiply(BigDecimal.valueOf(7)));
            case "day", "days", "d" -> days(amount);
            case "hour", "hours", "hr", "hrs", "h" -> seconds(amount.multiply(BigDecimal.valueOf(3600)));
            case "minute", "minutes", "min", "mins", "m" -> seconds(amount.multiply(BigDecimal.valueOf(60)));
            case "second", "seconds", "sec", "secs", "s" -> seconds(amount);
            case "millisecond", "milliseconds", "msec", "msecs", "msecond", "mseconds", "ms" ->
                seconds(amount.movePointLeft(3));
            case "microsecond", "microseconds", "usec", "usecs", "usecond", "useconds", "us" ->
                seconds(amount.movePointLeft(6));
            default -> throw new UnknownForm();
        };
    }

    private boolean months(BigDecimal amount, long each) {
        BigDecimal months = amount.multiply(BigDecimal.valueOf(each));
        BigDecimal part = months.remainder(BigDecimal.ONE);
        if (part.signum() != 0 && each > 1) {
            return false;
        }
        if (last == Last.YEAR && months.remainder(MONTHS_A_YEAR).signum() != 0) {
            return false;
        }
        return part.signum() == 0 || days(part.multiply(DAYS_A_MONTH));
    }

    private boolean days(BigDecimal days) {
        if (last.group < Last.DAY.group) {
            return days.signum() == 0;
        }
        BigDecimal part = days.subtract(days.setScale(0, RoundingMode.DOWN));
        return part.signum() == 0 || seconds(part.multiply(SECONDS_A_DAY));
    }

    private boolean seconds(BigDecimal seconds) {
        if (last.group < Last.HOUR.group) {
            return seconds.signum() == 0;
        }
        return last == Last.SECOND || seconds.remainder(last.size).signum() == 0;
    }

    /** No form in which intervals are known to be written. */
    private static final class UnknownForm extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownForm() {
            super("", null, false, false);
        }
    }
}
