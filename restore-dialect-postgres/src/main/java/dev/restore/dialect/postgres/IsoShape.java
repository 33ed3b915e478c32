package dev.restore.dialect.postgres;

/**
 * What parts an ISO 8601 text has, found without taking it apart: a set of flags and the number of significant digits
 * behind the point. PostgreSQL judges the numbers themselves.
 */
final class IsoShape {

    static final int NONE = 0;

    private static final int DAY = 1 << 8;
    private static final int TIME = 1 << 9;
    private static final int OFFSET = 1 << 10;
    private static final int LEAP_SECOND = 1 << 11;
    private static final int FRACTION = 0xff;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int shape;

    private IsoShape(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Returns the shape of a text, or {@link #NONE} when it is not ISO 8601 with hours up to 23. */
    static int of(byte[] bytes, int start, int end) {
        IsoShape reading = new IsoShape(bytes, start, end);
        return reading.read() && reading.at == end ? reading.shape : NONE;
    }

    static boolean hasDay(int shape) {
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

    /** Returns the digits behind the point without zeros at the end, at most 255. */
    static int fraction(int shape) {
        return shape & FRACTION;
    }

    private boolean read() {
        if (end - at > 2 && bytes[at + 2] == ':') {
            return time() && offset();
        }
        int year = digits();
        if (year < 4 || year > 7 || !take('-') || digits() != 2 || !take('-') || digits() != 2) {
            return false;
        }
        shape |= DAY;
        return at == end || ((take('T') || take('t') || take(' ')) && time() && offset());
    }

    private boolean time() {
        int start = at;
        if (digits() != 2 || bytes[start] > '2' || (bytes[start] == '2' && bytes[start + 1] > '3')) {
            return false;
        }
        if (!take(':') || digits() != 2) {
            return false;
        }
        shape |= TIME;
        if (!take(':')) {
            return true;
        }
        int second = at;
        if (digits() != 2) {
            return false;
        }
        if (bytes[second] >= '6') {
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
        shape |= Math.min(last - start, FRACTION);
        return true;
    }

    private boolean offset() {
        if (at == end) {
            return true;
        }
        shape |= OFFSET;
        if (take('Z') || take('z')) {
            return true;
        }
        if (take(' ') && take('U')) {
            return take('T') && take('C');
        }
        if (!take('+') && !take('-')) {
            return false;
        }
        int hours = digits();
        if (hours == 4) {
            return true;
        }
        return hours == 2 && (!take(':') || (digits() == 2 && (!take(':') || digits() == 2)));
    }

    private int digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
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
