package dev.restore.dialect.value;

import static dev.restore.testing.CellRows.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.dialect.CellHash;
import dev.restore.dialect.ValueException;
import dev.restore.testing.CellRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberValuesTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "1.0,1",
        "1e2,100",
        "100e-2,1",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808",
        "0e999999999,0",
        "000000000000000000000012,12"
    })
    void takesWholeNumbersHoweverTheyAreWritten(String digits, long expected) throws Exception {
        assertThat(NumberValues.integer(cell(digits), 0, 0, 64)).isEqualTo(expected);
        assertThat(NumberValues.integer(cell(new BigDecimalText(digits).value()), 0, 0, 64))
                .isEqualTo(expected);
    }

    private record BigDecimalText(String digits) {
        Object value() {
            return digits.matches("-?[1-9][0-9]*") ? new BigInteger(digits) : digits;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "1e1000000000",
                "1e-3",
                "",
                " 1",
                "1 ",
                "0x1",
                "1e",
                ".5",
                "5.",
                "--1",
                "1e99999999999",
                "٣"
            })
    void refusesWhatIsNoWholeNumberOf64Bits(String digits) {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.integer(cell(digits), 0, 0, 64))
                .satisfies(e -> assertThat(e.getSQLState()).startsWith("22"));
    }

    @ParameterizedTest
    @CsvSource({"8,127,128", "16,32767,32768", "32,2147483647,2147483648"})
    void keepsToTheBitsOfTheType(int bits, long most, long tooMuch) throws Exception {
        assertThat(NumberValues.integer(cell(most), 0, 0, bits)).isEqualTo(most);
        assertThat(NumberValues.integer(cell(-most - 1), 0, 0, bits)).isEqualTo(-most - 1);
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.integer(cell(tooMuch), 0, 0, bits))
                .withMessage("a whole number does not fit into " + bits + " bits");
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.integer(cell(-most - 2), 0, 0, bits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.25", "1.250000", "-99999999.99", "1e7", "0.00", "0e-99999999"})
    void takesDecimalsThatFit(String digits) throws Exception {
        assertThat(NumberValues.decimal(cell(digits), 0, 0, 10, 2)).isEqualByComparingTo(new BigDecimal(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.005", "100000000", "1e8", "1e1000000000", "1e-1000000000", "abc"})
    void refusesDecimalsThatWouldBeRounded(String digits) {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.decimal(cell(digits), 0, 0, 10, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "1e308",
                "4.9e-324",
                "5e-324",
                "-0.0",
                "2e23",
                "8.41E21",
                "2.2250738585072014E-308",
                "5.684341886080802E-14",
                "-Infinity",
                "123456789012345680"
            })
    void takesDoublesThatReadBack(String digits) throws Exception {
        assertThat(NumberValues.real(cell(digits), 0, 0)).isEqualTo(Double.parseDouble(digits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "1e-400",
                "9007199254740993e0",
                "123456789012345678",
                "3.14159265358979323846",
                "1e1000000000"
            })
    void refusesDoublesThatWouldReadBackDifferently(String digits) {
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> NumberValues.real(cell(digits), 0, 0));
    }

    @Test
    void takesEveryPrintedDoubleAndFloatBack() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value) && !Double.isInfinite(value)) {
                assertThat(NumberValues.real(cell(value), 0, 0))
                        .as("seed %d", seed)
                        .isEqualTo(value);
            }
            float single = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(single) && !Float.isInfinite(single)) {
                assertThat(NumberValues.single(cell(Float.toString(single)), 0, 0))
                        .as("seed %d", seed)
                        .isEqualTo(single);
            }
        }
    }

    @Test
    void agreesWithBigDecimalOnWholeNumbers() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigInteger number = new BigInteger(random.nextInt(72), random);
            BigInteger signed = random.nextBoolean() ? number : number.negate();
            CellRows rows = cell(signed);
            if (signed.bitLength() <= 63) {
                assertThat(NumberValues.integer(rows, 0, 0, 64))
                        .as("seed %d", seed)
                        .isEqualTo(signed.longValueExact());
            } else {
                assertThatExceptionOfType(ValueException.class)
                        .as("seed %d", seed)
                        .isThrownBy(() -> NumberValues.integer(rows, 0, 0, 64));
            }
        }
    }

    @Test
    void doesNotQuoteTheValue() {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.decimal(cell("secret"), 0, 0))
                .withMessage("a text is not a number");
    }

    @ParameterizedTest
    @CsvSource({
        "9.9900000000000002131, 9.99",
        "9.9900000000000002132, 9.99",
        "9.9900000000000002, 9.99",
        "0.10000000000000001, 0.1",
        "9.9900000000000002131628207280300557613372802734375, 9.99",
        "-1000.1000000000000227, -1000.1",
        "0.29999999999999998890, 0.3"
    })
    void takesTheLongFormOfADoubleForThatDouble(String digits, String expected) throws Exception {
        assertThat(NumberValues.decimal(cell(digits), 0, 0, 12, 2)).isEqualByComparingTo(expected);
        assertThat(NumberValues.real(cell(digits), 0, 0)).isEqualTo(Double.parseDouble(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nearest to 9.99, but other numbers.
                "9.9900000000000003",
                "9.9900000000000002499",
                "1.005",
                "0.12345678901234567"
            })
    void roundsNoOtherNumber(String digits) {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.decimal(cell(digits), 0, 0, 30, 2));
    }

    @Test
    void takesNoWholeNumberForAnother() {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.real(cell("123456789012345679"), 0, 0));
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> NumberValues.real(cell("12345678901234567"), 0, 0));
    }

    /** One of these took half a minute when the zeros were taken off one by one. */
    @Test
    void takesNoTimeForZerosThatMeanNothing() throws Exception {
        String zeros = "0".repeat(149_000);
        for (int i = 0; i < 20; i++) {
            assertThat(NumberValues.integer(cell("12." + zeros), 0, 0, 64)).isEqualTo(12);
            assertThat(NumberValues.integer(cell("-" + zeros + "12"), 0, 0, 64)).isEqualTo(-12);
            assertThat(NumberValues.integer(cell("12" + zeros + "e-149000"), 0, 0, 64))
                    .isEqualTo(12);
            assertThat(NumberValues.real(cell("1.5" + zeros), 0, 0)).isEqualTo(1.5);
            assertThat(NumberValues.decimal(cell("1.25" + zeros), 0, 0, 10, 2)).isEqualByComparingTo("1.25");
            assertThat(NumberValues.decimal(cell("0." + zeros + "0"), 0, 0)).isZero();
            assertThat(NumberValues.decimal(cell("1" + zeros), 0, 0)).isEqualByComparingTo(BigDecimal.TEN.pow(149_000));
            CellHash one = new CellHash();
            one.add(new BigDecimal(BigInteger.TEN.pow(149_000), 149_000));
            CellHash other = new CellHash();
            other.add(BigDecimal.ONE);
            assertThat(one.value()).isEqualTo(other.value());
        }
    }

    @Test
    void refusesNumbersOfFarTooManyDigits() {
        String digits = "7".repeat(140_000);
        for (String number : List.of(digits, "0." + digits, "-" + digits + "e-140000", "1e-" + digits)) {
            assertThatExceptionOfType(ValueException.class)
                    .isThrownBy(() -> NumberValues.integer(cell(number), 0, 0, 64));
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> NumberValues.real(cell(number), 0, 0));
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> NumberValues.single(cell(number), 0, 0));
        }
    }
}
