package dev.restore.backup;

/** What a text holds besides characters: a number, a truth value, a day or a time. Stateless. */
public final class ValueText {

    private static final int LONGEST_YEAR = 7;

    private ValueText() {}

    /** Returns the form of a text: one of those from {@link WrittenForm#NUMBER} to {@link WrittenForm#WORDS}. */
    public static WrittenForm form(byte[] bytes, int start, int end) {
        if (start == end) {
            return WrittenForm.WORDS;
        }
        byte first = bytes[start];
        if (isDigit(first) || first == '-' || first == '+' || first == '.') {
            if (isNumber(bytes, start, end) || is(bytes, start, end, "-infinity")) {
                return WrittenForm.NUMBER;
            }
            if (isTime(bytes, start, end)) {
                return WrittenForm.TIME_OF_DAY;
            }
            return isDay(bytes, start, end) ? WrittenForm.DAY : WrittenForm.WORDS;
        }
        int lower = first | 0x20;
        if (lower == 't' || lower == 'f') {
            int length = end - start;
            return length == 1 || is(bytes, start, end, "true") || is(bytes, start, end, "false")
                    ? WrittenForm.TRUTH
                    : WrittenForm.WORDS;
        }
        return lower == 'i' && is(bytes, start, end, "infinity") ? WrittenForm.NUMBER : WrittenForm.WORDS;
    }

    /** Returns whether digits are those of a day of the years 1900 to 2099, or of such a day and a time. */
    static boolean isCalendarDigits(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length != 8 && length != 14) {
            return false;
        }
        int century = two(bytes, start);
        int month = two(bytes, start + 4);
        int day = two(bytes, start + 6);
        return (century == 19 || century == 20)
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && (length == 8
                        || (two(bytes, start + 8) < 24 && isSixty(bytes, start + 10) && isSixty(bytes, start + 12)));
    }

    private static boolean is(byte[] bytes, int start, int end, String lower) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(byte[] bytes, int start, int end) {
        int i = bytes[start] == '-' || bytes[start] == '+' ? start + 1 : start;
        int whole = digits(bytes, i, end);
        boolean any = whole > i;
        i = whole;
        if (i < end && bytes[i] == '.') {
            int fraction = digits(bytes, i + 1, end);
            any |= fraction > i + 1;
            i = fraction;
        }
        if (any && i < end && (bytes[i] | 0x20) == 'e') {
            i++;
            if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
                i++;
            }
            int exponent = digits(bytes, i, end);
            any = exponent > i;
            i = exponent;
        }
        return any && i == end;
    }

    private static boolean isTime(byte[] bytes, int start, int end) {
        return end - start >= 5 && bytes[start + 2] == ':' && isClock(bytes, start, end);
    }

    private static boolean isDay(byte[] bytes, int start, int end) {
        int i = bytes[start] == '-' || bytes[start] == '+' ? start + 1 : start;
        int year = digits(bytes, i, end) - i;
        i += year;
        if (year < 4 || year > LONGEST_YEAR || end - i < 6 || bytes[i] != '-' || bytes[i + 3] != '-') {
            return false;
        }
        int month = two(bytes, i + 1);
        int day = two(bytes, i + 4);
        if (month < 1
                || month > 12
                || day < 1
                || day > 31
                || (day == 31 && (month == 4 || month == 6 || month == 9 || month == 11))
                || (month == 2 && day > 29)) {
            return false;
        }
        i += 6;
        return i == end
                || ((bytes[i] == 'T' || bytes[i] == 't' || bytes[i] == ' ')
                        && end - i >= 6
                        && isClock(bytes, i + 1, end));
    }

    private static boolean isClock(byte[] bytes, int start, int end) {
        if (two(bytes, start) < 0 || two(bytes, start) > 24 || bytes[start + 2] != ':' || !isSixty(bytes, start + 3)) {
            return false;
        }
        int i = start + 5;
        if (end - i >= 3 && bytes[i] == ':') {
            if (!isSixty(bytes, i + 1)) {
                return false;
            }
            i += 3;
            if (i < end && bytes[i] == '.') {
                int fraction = digits(bytes, i + 1, end);
                if (fraction == i + 1) {
                    return false;
                }
                i = fraction;
            }
        }
        return i == end || isOffset(bytes, bytes[i] == ' ' ? i + 1 : i, end);
    }

    private static boolean isOffset(byte[] bytes, int start, int end) {
        if (is(bytes, start, end, "z") || is(bytes, start, end, "utc")) {
            return true;
        }
        if (end - start < 3 || (bytes[start] != '+' && bytes[start] != '-')) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            if (!isDigit(bytes[i]) && bytes[i] != ':') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSixty(byte[] bytes, int at) {
        int value = two(bytes, at);
        return value >= 0 && value < 60;
    }

    private static int two(byte[] bytes, int at) {
        return isDigit(bytes[at]) && isDigit(bytes[at + 1]) ? (bytes[at] - '0') * 10 + bytes[at + 1] - '0' : -1;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
