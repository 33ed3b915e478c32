package dev.restore.dialect.postgres.text;

/**
 * A cursor that finds what parts an ISO 8601 text has: a set of flags and the number of significant digits after the
 * point. The numbers in them are kept as they stand; whoever uses them judges them. Reused.
 */
public final class IsoShape {

    public static final int NONE = 0;

    private static final int DAY = 1 << 8;
    private static final int TIME = 1 << 9;
    private static final int OFFSET = 1 << 10;
    private static final int LEAP_SECOND = 1 << 11;
    private static final int FRACTION = 0xff;

    private static final int MICRO_DIGITS = 6;
    private static final int IMPOSSIBLE = 1 << 20;

    private byte[] bytes = {};
    private int end;
    private int at;
    private int shape;
    private int number;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int micro;
    private int offset;

    /** Returns the shape of a text, or {@link #NONE} when it is not ISO 8601 with hours up to 23. */
    public int of(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        shape = 0;
        hour = 0;
        minute = 0;
        second = 0;
        micro = 0;
        offset = 0;
        return read() && at == end ? shape : NONE;
    }

    public static boolean hasDay(int shape) {
        return (shape & DAY) != 0;
    }

    static boolean hasTime(int shape) {
        return (shape & TIME) != 0;
    }

    static boolean hasOffset(int shape) {
        return (shape & OFFSET) != 0;
    }

    static boolean leapSecond(int shape) {
        return (shape & LEAP_SECOND) != 0;
    }

    /** Returns the digits after the decimal point without zeros at the end, at most 255. */
    static int fraction(int shape) {
        return shape & FRACTION;
    }

    public int year() {
        return year;
    }

    public int month() {
        return month;
    }

    public int day() {
        return day;
    }

    public int hour() {
        return hour;
    }

    public int minute() {
        return minute;
    }

    public int second() {
        return second;
    }

    /** Returns the first six digits after the decimal point. */
    public int micro() {
        return micro;
    }

    /** Returns the seconds to the east of UTC. */
    public int offset() {
        return offset;
    }

    private boolean read() {
        if (end - at > 2 && bytes[at + 2] == ':') {
            return time() && readOffset();
        }
        int width = digits();
        year = number;
        if (width < 4 || width > 7 || !take('-') || digits() != 2) {
            return false;
        }
        month = number;
        if (!take('-') || digits() != 2) {
            return false;
        }
        day = number;
        shape |= DAY;
        return at == end || ((take('T') || take('t') || take(' ')) && time() && readOffset());
    }

    private boolean time() {
        if (digits() != 2 || number > 23) {
            return false;
        }
        hour = number;
        if (!take(':') || digits() != 2) {
            return false;
        }
        minute = number;
        shape |= TIME;
        if (!take(':')) {
            return true;
        }
        if (digits() != 2) {
            return false;
        }
        second = number;
        if (second >= 60) {
            shape |= LEAP_SECOND;
        }
        return !take('.') || fraction();
    }

    private boolean fraction() {
        int start = at;
        if (digits() == 0) {
            return false;
        }
        int last = at;
        while (last > start && bytes[last - 1] == '0') {
            last--;
        }
        for (int i = start; i < start + MICRO_DIGITS; i++) {
            micro = micro * 10 + (i < last ? bytes[i] - '0' : 0);
        }
        shape |= Math.min(last - start, FRACTION);
        return true;
    }

    private boolean readOffset() {
        if (at == end) {
            return true;
        }
        shape |= OFFSET;
        if (take('Z') || take('z')) {
            return true;
        }
        if (take(' ')) {
            if (take('Z')) {
                return true;
            }
            if (take('U')) {
                return take('T') && take('C');
            }
        }
        boolean west = take('-');
        if (!west && !take('+')) {
            return false;
        }
        boolean taken = hoursAndMinutes();
        offset = west ? -offset : offset;
        return taken;
    }

    private boolean hoursAndMinutes() {
        int width = digits();
        if (width == 4) {
            offset = number / 100 * 3600 + sixty(number % 100) * 60;
            return true;
        }
        offset = number * 3600;
        if (width != 2 || !take(':')) {
            return width == 2;
        }
        if (digits() != 2) {
            return false;
        }
        offset += sixty(number) * 60;
        if (!take(':')) {
            return true;
        }
        boolean seconds = digits() == 2;
        offset += sixty(number);
        return seconds;
    }

    /** Makes the offset as impossible as minutes or seconds from 60 on are. */
    private static int sixty(int part) {
        return part < 60 ? part : IMPOSSIBLE;
    }

    /** Takes digits and returns how many; what they say is of use for up to nine. */
    private int digits() {
        int start = at;
        number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        return at - start;
    }

    private boolean take(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }
}
