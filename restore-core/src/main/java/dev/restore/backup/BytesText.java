package dev.restore.backup;

import java.nio.charset.StandardCharsets;

/** The forms in which a text may stand for bytes. Stateless. */
public final class BytesText {

    private static final int HEX = 1;
    private static final int BASE64 = 2;
    private static final int PRINTABLE = 4;

    /** What a long text is shows in its first characters and its last. */
    private static final int ENOUGH = 4096;

    private static final byte[] CLASSES = classes();
    private static final byte[] LABEL = "base64:type".getBytes(StandardCharsets.US_ASCII);

    private BytesText() {}

    /** Returns the form of a text: one of those from {@link WrittenForm#NO_BYTES} to {@link WrittenForm#NOT_BYTES}. */
    public static WrittenForm form(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return WrittenForm.NO_BYTES;
        }
        if (length >= 2 && bytes[start + 1] == 'x') {
            if (bytes[start] == '\\') {
                if (!isHexDigits(bytes, start + 2, end)) {
                    return escaped(bytes, start, end);
                }
                return length % 2 == 0 ? WrittenForm.BACKSLASH_HEX : WrittenForm.NOT_BYTES;
            }
            if (bytes[start] == '0' && isHex(bytes, start + 2, end)) {
                return isBase64(bytes, start, end) ? WrittenForm.PREFIXED_HEX_OR_BASE64 : WrittenForm.PREFIXED_HEX;
            }
        }
        int common = common(bytes, start, Math.min(end, start + ENOUGH));
        if ((common & HEX) != 0 && length % 2 == 0 && (length <= ENOUGH || isHex(bytes, end - 2, end))) {
            return isBase64(bytes, start, end) ? WrittenForm.HEX_OR_BASE64 : WrittenForm.HEX;
        }
        if ((common & BASE64) != 0 || bytes[end - 1] == '=') {
            if (isBase64(bytes, start, end)) {
                return isWord(bytes, start, end) ? WrittenForm.WORD_OR_BASE64 : WrittenForm.BASE64;
            }
            return isUnpadded(bytes, start, end) ? WrittenForm.UNPADDED_BASE64 : WrittenForm.NOT_BYTES;
        }
        return (common & PRINTABLE) != 0 ? unclear(bytes, start, end) : WrittenForm.NOT_BYTES;
    }

    private static boolean isWord(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '+' || bytes[i] == '/' || bytes[i] == '=') {
                return false;
            }
        }
        return true;
    }

    private static WrittenForm unclear(byte[] bytes, int start, int end) {
        return labelEnd(bytes, start, end) > 0 ? WrittenForm.LABELLED_BASE64 : escaped(bytes, start, end);
    }

    private static WrittenForm escaped(byte[] bytes, int start, int end) {
        boolean any = false;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                if (end - i < 4 || bytes[i + 1] != 'x' || !isHex(bytes, i + 2, i + 4)) {
                    return WrittenForm.NOT_BYTES;
                }
                any = true;
                i += 3;
            } else if ((CLASSES[bytes[i] & 0xff] & PRINTABLE) == 0) {
                return WrittenForm.NOT_BYTES;
            }
        }
        return any ? WrittenForm.ESCAPED_BYTES : WrittenForm.NOT_BYTES;
    }

    /** Returns where the base64 begins after the label that MySQL puts before it, or -1 where there is no such label. */
    public static int labelEnd(byte[] bytes, int start, int end) {
        if (end - start <= LABEL.length) {
            return -1;
        }
        for (int i = 0; i < LABEL.length; i++) {
            if (bytes[start + i] != LABEL[i]) {
                return -1;
            }
        }
        int i = start + LABEL.length;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i > start + LABEL.length && i < end && bytes[i] == ':' ? i + 1 : -1;
    }

    private static int common(byte[] bytes, int start, int end) {
        int common = HEX | BASE64 | PRINTABLE;
        for (int i = start; i < end && common != 0; i++) {
            common &= CLASSES[bytes[i] & 0xff];
        }
        return common;
    }

    /** Returns whether a range is pairs of hexadecimal digits, or empty. */
    public static boolean isHex(byte[] bytes, int start, int end) {
        return (end - start) % 2 == 0 && isHexDigits(bytes, start, end);
    }

    private static boolean isHexDigits(byte[] bytes, int start, int end) {
        boolean hex = true;
        for (int i = start; i < end && hex; i++) {
            hex = (CLASSES[bytes[i] & 0xff] & HEX) != 0;
        }
        return hex;
    }

    /** Returns whether a range is canonical base64 with its padding, or empty. */
    public static boolean isBase64(byte[] bytes, int start, int end) {
        if ((end - start) % 4 != 0) {
            return false;
        }
        int last = end;
        while (last > start && end - last < 2 && bytes[last - 1] == '=') {
            last--;
        }
        return isUnpadded(bytes, start, last);
    }

    /** Returns whether a range is canonical base64 less its padding, or empty. */
    public static boolean isUnpadded(byte[] bytes, int start, int end) {
        int over = (end - start) % 4;
        if (over == 1) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if ((CLASSES[bytes[i] & 0xff] & BASE64) == 0) {
                return false;
            }
        }
        int unused = over == 2 ? 0x0f : over == 3 ? 0x03 : 0;
        return unused == 0 || (base64Digit(bytes[end - 1]) & unused) == 0;
    }

    private static int base64Digit(byte character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '+' ? 62 : 63;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0x20; c < 0x7f; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean hex = digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
            boolean base64 = digit || letter || c == '+' || c == '/';
            classes[c] = (byte) (PRINTABLE | (hex ? HEX : 0) | (base64 ? BASE64 : 0));
        }
        return classes;
    }
}
