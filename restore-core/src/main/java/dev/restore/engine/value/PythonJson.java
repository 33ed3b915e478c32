package dev.restore.engine.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.value.JsonText;
import dev.restore.dialect.value.NumberValues;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON values as {@code json.dumps} of Python does. Django stores that text where the database has no JSON type, and looks
 * for it letter by letter.
 */
final class PythonJson {

    private static final int MAX_DIGITS = 17;
    private static final int SURE_DIGITS = 15;
    private static final int LEAST_EXPONENT = -307;
    private static final int MAX_EXPONENT = 307;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final ByteArrayOutputStream out;
    private int at;

    private PythonJson(byte[] bytes, int start, ByteArrayOutputStream out) {
        this.bytes = bytes;
        this.at = start;
        this.out = out;
    }

    /**
     * Returns the text of a value.
     *
     * @param kind its kind
     * @param bytes where it is: the characters of a string, the JSON text of any other value
     */
    static byte[] of(ValueKind kind, byte[] bytes, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start + 16);
        PythonJson json = new PythonJson(bytes, start, out);
        if (kind == ValueKind.TEXT) {
            json.string(end);
        } else {
            json.value(end);
        }
        return out.toByteArray();
    }

    private void string(int end) {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream(end - at + 2);
        JsonText.writeString(bytes, at, end, quoted);
        byte[] written = quoted.toByteArray();
        new PythonJson(written, 0, out).value(written.length);
    }

    private void value(int end) {
        while (at < end) {
            byte b = bytes[at];
            switch (b) {
                case '"' -> copyString();
                case ',', ':' -> {
                    out.write(b);
                    out.write(' ');
                    at++;
                }
                case ' ', '\n', '\r', '\t' -> at++;
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(end);
                default -> {
                    out.write(b);
                    at++;
                }
            }
        }
    }

    /** Copies a string; characters that are not printable ASCII are escaped. */
    private void copyString() {
        out.write(bytes[at++]);
        while (bytes[at] != '"') {
            byte b = bytes[at];
            if (b == '\\') {
                escape();
            } else if (b >= 0 && b < 0x7f) {
                out.write(b);
                at++;
            } else {
                character();
            }
        }
        out.write(bytes[at++]);
    }

    /** Copies an escape, in its short form where there is one. */
    private void escape() {
        byte escaped = bytes[at + 1];
        if (escaped != 'u') {
            if (escaped != '/') {
                out.write('\\');
            }
            out.write(escaped);
            at += 2;
            return;
        }
        int unit = Integer.parseInt(new String(bytes, at + 2, 4, StandardCharsets.US_ASCII), 16);
        at += 6;
        unit(unit);
    }

    private void character() {
        int length = bytes[at] >= 0 ? 1 : (bytes[at] & 0xe0) == 0xc0 ? 2 : (bytes[at] & 0xf0) == 0xe0 ? 3 : 4;
        String character = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        for (int i = 0; i < character.length(); i++) {
            unit(character.charAt(i));
        }
    }

    private void unit(int unit) {
        int shortForm = "\b\f\n\r\t\"\\".indexOf(unit);
        if (shortForm >= 0) {
            out.write('\\');
            out.write("bfnrt\"\\".charAt(shortForm));
        } else if (unit >= ' ' && unit < 0x7f) {
            out.write(unit);
        } else {
            out.write('\\');
            out.write('u');
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.write(HEX[unit >> shift & 0xf]);
            }
        }
    }

    private void number(int end) {
        int start = at;
        while (at < end && "+-.eE0123456789".indexOf(bytes[at]) >= 0) {
            at++;
        }
        String text = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        String written = JsonText.isWhole(bytes, start, at) ? (text.equals("-0") ? "0" : text) : real(text);
        out.writeBytes(written.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a number as Python shows the double that it is; one that has more digits than a double keeps them. */
    static String real(String text) {
        BigDecimal number;
        try {
            number = NumberValues.parsed(text);
        } catch (NumberFormatException e) {
            return text;
        }
        if (number.signum() == 0) {
            return text.startsWith("-") ? "-0.0" : "0.0";
        }
        number = number.stripTrailingZeros();
        int exponent = exponent(number);
        if (number.precision() > MAX_DIGITS || exponent < LEAST_EXPONENT || exponent > MAX_EXPONENT) {
            return text;
        }
        number = shortest(number);
        exponent = exponent(number);
        if (exponent >= -4 && exponent < 16) {
            String plain = number.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = number.unscaledValue().abs().toString();
        return (number.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static int exponent(BigDecimal number) {
        return number.precision() - number.scale() - 1;
    }

    private static BigDecimal shortest(BigDecimal number) {
        double value = number.doubleValue();
        for (int digits = SURE_DIGITS; digits < number.precision(); digits++) {
            BigDecimal rounded = number.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return number;
    }
}
