package dev.restore.dialect.sqlite;

/** Which texts SQLite turns into numbers where a column's declared type makes it try. */
final class NumericText {

    private NumericText() {}

    /** Returns whether SQLite may take a text for a number; it skips spaces around and takes {@code .5} and {@code 5.}. */
    static boolean isLikely(byte[] text, int start, int end) {
        int at = start;
        int last = end;
        while (at < last && isSpace(text[at])) {
            at++;
        }
        while (last > at && isSpace(text[last - 1])) {
            last--;
        }
        boolean digit = false;
        for (; at < last; at++) {
            byte c = text[at];
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c != '+' && c != '-' && c != '.' && c != 'e' && c != 'E') {
                return false;
            } else if ((c == '-' || c == '+') && digit && text[at - 1] != 'e' && text[at - 1] != 'E') {
                return false;
            }
        }
        return digit;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Returns whether a likely number is a whole number as SQLite would write it. */
    static boolean isPlainWhole(byte[] text, int start, int end) {
        int first = text[start] == '-' ? start + 1 : start;
        int digits = end - first;
        return isWhole(text, start, end)
                && text[start] != '+'
                && digits <= 18
                && (text[first] != '0' || (digits == 1 && first == start));
    }

    /** Returns whether a likely number has neither fraction nor exponent nor spaces around it. */
    static boolean isWhole(byte[] text, int start, int end) {
        for (int at = start; at < end; at++) {
            if (text[at] == '.' || text[at] == 'e' || text[at] == 'E') {
                return false;
            }
        }
        return !isSpace(text[start]) && !isSpace(text[end - 1]);
    }
}
