package dev.restore.dialect.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/** Which decimal digits a binary floating point number keeps. */
final class FloatingDigits {

    /** Up to here every decimal goes into a double and comes back. */
    private static final int SAFE_DOUBLE_DIGITS = 15;

    /** With so many digits a number tells of a double more than its shortest form does. */
    private static final int LONG_DOUBLE_DIGITS = 17;

    /** No double has more digits. */
    private static final int MAX_DOUBLE_DIGITS = 767;

    private static final int LONG_FLOAT_DIGITS = 9;

    private static final BigDecimal WRONG_AT_MOST = new BigDecimal("5e-19");

    private static final int SAFE_FLOAT_DIGITS = 6;

    private FloatingDigits() {}

    /** Returns whether a double reads back as these digits, or has them for its long form. */
    static boolean areOf(BigDecimal digits, double value) {
        return readsBack(digits, value) || isLongForm(digits, value);
    }

    /** Returns whether a single precision number reads back as these digits, or has them for its long form. */
    static boolean areOf(BigDecimal digits, float value) {
        return readsBack(digits, value) || isLongForm(digits, value);
    }

    /**
     * Returns the shortest decimal of a double, where a number is the long form of that double: it goes on as the exact value of
     * the double does, as {@code 0.10000000000000000555} does for 0.1. Returns any other number as it is.
     */
    static BigDecimal shortForm(BigDecimal value) {
        int precision = value.precision();
        if (precision < LONG_DOUBLE_DIGITS || precision > MAX_DOUBLE_DIGITS) {
            return value;
        }
        double nearest = value.doubleValue();
        if (nearest == 0 || Double.isInfinite(nearest) || !goesOnAs(value, new BigDecimal(nearest))) {
            return value;
        }
        for (int digits = 1; digits <= SAFE_DOUBLE_DIGITS; digits++) {
            BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == nearest) {
                return rounded.stripTrailingZeros();
            }
        }
        return value;
    }

    /**
     * Returns whether digits are those of an exact value: all of them, or the first ones, rounded or cut. Some writers compute with
     * 64 bits and are wrong after the eighteenth digit.
     */
    private static boolean goesOnAs(BigDecimal value, BigDecimal exact) {
        BigDecimal distance = value.subtract(exact).abs();
        if (distance.signum() == 0) {
            return true;
        }
        if (value.stripTrailingZeros().scale() <= 0) {
            return false;
        }
        int precision = value.precision();
        return value.compareTo(exact.round(new MathContext(precision, RoundingMode.HALF_UP))) == 0
                || value.compareTo(exact.round(new MathContext(precision, RoundingMode.DOWN))) == 0
                || (precision > 18 && distance.compareTo(exact.abs().multiply(WRONG_AT_MOST)) <= 0);
    }

    /** Returns whether a double goes on as these digits do, so that they tell no more than its shortest form. */
    private static boolean isLongForm(BigDecimal digits, double value) {
        return digits.precision() >= LONG_DOUBLE_DIGITS
                && digits.precision() <= MAX_DOUBLE_DIGITS
                && !Double.isInfinite(value)
                && value != 0
                && goesOnAs(digits, new BigDecimal(value));
    }

    private static boolean isLongForm(BigDecimal digits, float value) {
        return digits.precision() >= LONG_FLOAT_DIGITS
                && digits.precision() <= MAX_DOUBLE_DIGITS
                && !Float.isInfinite(value)
                && value != 0
                && goesOnAs(digits, new BigDecimal(value));
    }

    /** Returns whether a double stands for exactly these digits: printed again in the shortest form, they come back. */
    static boolean readsBack(BigDecimal digits, double value) {
        if (Double.isInfinite(value) || Double.isNaN(value) || (value == 0 && digits.signum() != 0)) {
            return false;
        }
        if (digits.precision() <= SAFE_DOUBLE_DIGITS && Math.abs(value) >= Double.MIN_NORMAL) {
            return true;
        }
        if (new BigDecimal(Double.toString(value)).compareTo(digits) == 0) {
            return true;
        }
        // JDK 17 does not always print the shortest form (JDK-4511638).
        return isShortest(digits.stripTrailingZeros(), new BigDecimal(value), 17, any -> any.doubleValue() == value);
    }

    /** Returns whether no shorter decimal stands for the same number, and none of the same length is closer to it. */
    private static boolean isShortest(BigDecimal digits, BigDecimal exact, int mostDigits, Predicate<BigDecimal> same) {
        int precision = digits.precision();
        if (precision > mostDigits) {
            return false;
        }
        BigDecimal closest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        if (closest.compareTo(digits) != 0 && same.test(closest)) {
            return false;
        }
        return precision == 1
                || (!same.test(exact.round(new MathContext(precision - 1, RoundingMode.DOWN)))
                        && !same.test(exact.round(new MathContext(precision - 1, RoundingMode.UP))));
    }

    private static boolean readsBack(BigDecimal digits, float value) {
        if (Float.isInfinite(value) || (value == 0 && digits.signum() != 0)) {
            return false;
        }
        if (digits.precision() <= SAFE_FLOAT_DIGITS && Math.abs(value) >= Float.MIN_NORMAL) {
            return true;
        }
        if (new BigDecimal(Float.toString(value)).compareTo(digits) == 0) {
            return true;
        }
        return isShortest(digits.stripTrailingZeros(), new BigDecimal(value), 9, any -> any.floatValue() == value);
    }
}
