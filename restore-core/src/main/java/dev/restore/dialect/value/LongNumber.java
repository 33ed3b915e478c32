package dev.restore.dialect.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number of many digits, without the zeros at both ends.
 *
 * @param negative whether it is below zero
 * @param significant its digits without those zeros, empty for zero
 * @param scale how many of the digits stand after the decimal point; negative where zeros stand before it
 */
record LongNumber(boolean negative, String significant, long scale) {

    /**
     * Takes a text of nothing but a number apart.
     *
     * @throws NumberFormatException if its exponent does not fit into 32 bits
     */
    static LongNumber of(String text) {
        int end = Math.max(text.indexOf('e'), text.indexOf('E'));
        long exponent = end < 0 ? 0 : Integer.parseInt(text, end + 1, text.length(), 10);
        StringBuilder digits = new StringBuilder(text.length());
        long scale = -exponent;
        boolean afterPoint = false;
        for (int i = 0; i < (end < 0 ? text.length() : end); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                afterPoint = true;
            } else if (c != '-' && c != '+') {
                scale += afterPoint ? 1 : 0;
                if (digits.length() > 0 || c != '0') {
                    digits.append(c);
                }
            }
        }
        int length = digits.length();
        while (length > 0 && digits.charAt(length - 1) == '0') {
            length--;
        }
        scale -= digits.length() - length;
        digits.setLength(length);
        return new LongNumber(text.charAt(0) == '-', digits.toString(), scale);
    }

    /** Returns how many digits it has without zeros at both ends. */
    int digits() {
        return significant.length();
    }

    /**
     * Returns it as a number.
     *
     * @throws NumberFormatException if its scale does not fit into 32 bits
     */
    BigDecimal value() {
        if (significant.isEmpty()) {
            return BigDecimal.ZERO;
        }
        if (scale != (int) scale) {
            throw new NumberFormatException("the exponent is too large");
        }
        BigInteger unscaled = new BigInteger(significant);
        return new BigDecimal(negative ? unscaled.negate() : unscaled, (int) scale);
    }
}
