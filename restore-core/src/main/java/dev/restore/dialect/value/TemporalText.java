package dev.restore.dialect.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A cursor that takes a date, a time and an offset out of a range of bytes, each of them optional. */
final class TemporalText {

    private final byte[] bytes;
    private final int end;
    private int at;
    private @Nullable LocalDate date;
    private @Nullable LocalTime time;
    private @Nullable ZoneOffset offset;

    private TemporalText(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Reads a range whole, or returns null when it is not ISO 8601. */
    static @Nullable TemporalText read(byte[] bytes, int start, int end) {
        TemporalText text = new TemporalText(bytes, start, end);
        try {
            return text.readAll() ? text : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the day, or null when there is only a time. */
    @Nullable
    LocalDate date() {
        return date;
    }

    /** Returns the time of day, or null when there is only a day. */
    @Nullable
    LocalTime time() {
        return time;
    }

    /** Returns the offset, or null when there is none. */
    @Nullable
    ZoneOffset offset() {
        return offset;
    }

    /** Returns day and time, midnight when there is no time, or null when there is no day. */
    @Nullable
    LocalDateTime dateTime() {
        if (date == null) {
            return null;
        }
        return time == null ? date.atStartOfDay() : LocalDateTime.of(date, time);
    }

    private boolean readAll() {
        if (end - at >= 3 && bytes[at + 2] == ':') {
            return readTime() && readOffset() && at == end;
        }
        if (!readDate()) {
            return false;
        }
        if (at == end) {
            return true;
        }
        byte separator = bytes[at++];
        return (separator == 'T' || separator == ' ' || separator == 't') && readTime() && readOffset() && at == end;
    }

    private boolean readDate() {
        boolean negative = at < end && bytes[at] == '-';
        boolean signed = negative || (at < end && bytes[at] == '+');
        if (signed) {
            at++;
        }
        int yearStart = at;
        int year = 0;
        while (at < end && at - yearStart < 9 && isDigit(bytes[at])) {
            year = year * 10 + bytes[at++] - '0';
        }
        int width = at - yearStart;
        if (width < 4 || (width > 4 && !signed && bytes[yearStart] == '0') || !take('-')) {
            return false;
        }
        int month = twoDigits();
        if (month < 0 || !take('-')) {
            return false;
        }
        int day = twoDigits();
        if (day < 0) {
            return false;
        }
        date = LocalDate.of(negative ? -year : year, month, day);
        return true;
    }

    private boolean readTime() {
        int hour = twoDigits();
        if (hour < 0 || !take(':')) {
            return false;
        }
        int minute = twoDigits();
        if (minute < 0) {
            return false;
        }
        int second = 0;
        int nano = 0;
        if (take(':')) {
            second = twoDigits();
            if (second < 0) {
                return false;
            }
            if (take('.')) {
                nano = fraction();
                if (nano < 0) {
                    return false;
                }
            }
        }
        time = LocalTime.of(hour, minute, second, nano);
        return true;
    }

    private int fraction() {
        int start = at;
        int nano = 0;
        while (at < end && isDigit(bytes[at])) {
            if (at - start < 9) {
                nano = nano * 10 + bytes[at] - '0';
            } else if (bytes[at] != '0') {
                return -1;
            }
            at++;
        }
        if (at == start) {
            return -1;
        }
        for (int digits = at - start; digits < 9; digits++) {
            nano *= 10;
        }
        return nano;
    }

    private boolean readOffset() {
        if (at == end) {
            return true;
        }
        if (take('Z') || take('z')) {
            offset = ZoneOffset.UTC;
            return true;
        }
        boolean spaced = take(' ');
        if (spaced && end - at == 1 && take('Z')) {
            offset = ZoneOffset.UTC;
            return true;
        }
        if (spaced && end - at == 3 && bytes[at] == 'U' && bytes[at + 1] == 'T' && bytes[at + 2] == 'C') {
            at = end;
            offset = ZoneOffset.UTC;
            return true;
        }
        boolean negative = at < end && bytes[at] == '-';
        if (!negative && (at >= end || bytes[at] != '+')) {
            return false;
        }
        at++;
        int hours = twoDigits();
        int minutes = 0;
        int seconds = 0;
        if (hours < 0) {
            return false;
        }
        if (at < end) {
            boolean colon = take(':');
            minutes = twoDigits();
            if (colon && take(':')) {
                seconds = twoDigits();
            }
            if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
                return false;
            }
        }
        int total = hours * 3600 + minutes * 60 + seconds;
        offset = ZoneOffset.ofTotalSeconds(negative ? -total : total);
        return true;
    }

    private int twoDigits() {
        if (end - at < 2 || !isDigit(bytes[at]) || !isDigit(bytes[at + 1])) {
            return -1;
        }
        int value = (bytes[at] - '0') * 10 + bytes[at + 1] - '0';
        at += 2;
        return value;
    }

    private boolean take(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
