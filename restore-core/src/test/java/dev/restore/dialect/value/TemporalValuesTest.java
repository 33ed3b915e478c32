package dev.restore.dialect.value;

import static dev.restore.testing.CellRows.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.dialect.ValueException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalValuesTest {

    private final TemporalValues utc = new TemporalValues(ZoneOffset.UTC);
    private final TemporalValues berlin = new TemporalValues(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T10:11:12, 2024-02-29T10:11:12",
        "2024-02-29 10:11, 2024-02-29T10:11",
        "2024-02-29 10:11:12.123456789, 2024-02-29T10:11:12.123456789",
        "2024-02-29 10:11:12.5, 2024-02-29T10:11:12.5",
        "2024-02-29T10:11:12.1234567890, 2024-02-29T10:11:12.123456789",
        "2024-02-29, 2024-02-29T00:00",
        "2024-02-29T10:11:12Z, 2024-02-29T10:11:12",
        "2024-02-29T10:11:12+02, 2024-02-29T08:11:12",
        "2024-02-29 10:11:12+0230, 2024-02-29T07:41:12",
        "2024-02-29 10:11:12-02:30, 2024-02-29T12:41:12",
        "2024-02-29 10:11:12 +0000, 2024-02-29T10:11:12",
        "2024-02-29 10:11:12 UTC, 2024-02-29T10:11:12",
        "+12024-02-29T00:00, +12024-02-29T00:00",
        "-0044-03-15T12:00, -0044-03-15T12:00"
    })
    void readsTimestamps(String text, LocalDateTime expected) throws Exception {
        assertThat(utc.timestamp(cell(text), 0, 0)).isEqualTo(expected);
        assertThat(utc.instant(cell(text), 0, 0)).isEqualTo(expected.toInstant(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29",
                "2024-13-01",
                "2024-1-1",
                "24-01-01",
                "2024-01-01T24:00",
                "2024-01-01T10",
                "2024-01-01T10:00:60",
                "2024-01-01T10:00:00.",
                "2024-01-01T10:00:00.1234567891",
                "2024-01-01T10:00:00+25",
                "2024-01-01T10:00:00+02:",
                "2024-01-01T10:00:00Zx",
                "",
                "now",
                "2024-01-01x10:00",
                "10:00",
                "2024-01-01T",
                "20240101",
                " 2024-01-01",
                "2024-01-01T10:00:00+2"
            })
    void refusesWhatIsNoTimestamp(String text) {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> utc.timestamp(cell(text), 0, 0))
                .withMessageStartingWith("a text is not a timestamp in ISO 8601 form, such as 2024-01-31T09:30:00Z");
    }

    @Test
    void countsSmallNumbersAsSecondsAndLargeOnesAsMilliseconds() throws Exception {
        assertThat(utc.instant(cell(99_999_999_999L), 0, 0)).isEqualTo(Instant.ofEpochSecond(99_999_999_999L));
        assertThat(utc.instant(cell(100_000_000_000L), 0, 0)).isEqualTo(Instant.ofEpochMilli(100_000_000_000L));
        assertThat(utc.instant(cell(-100_000_000_000L), 0, 0)).isEqualTo(Instant.ofEpochMilli(-100_000_000_000L));
        assertThat(utc.instant(cell(new BigDecimal("-0.25")), 0, 0)).isEqualTo(Instant.ofEpochSecond(-1, 750_000_000));
        assertThat(utc.instant(cell(new BigDecimal("1700000000123.5")), 0, 0))
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 123_500_000));
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> utc.instant(cell(new BigDecimal("1E+30")), 0, 0));
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> utc.instant(cell(new BigDecimal("0.0000000001")), 0, 0));
    }

    @Test
    void convertsBetweenZonedAndZoneless() throws Exception {
        assertThat(berlin.timestamp(cell("2024-07-01T10:00Z"), 0, 0)).isEqualTo(LocalDateTime.of(2024, 7, 1, 12, 0));
        assertThat(berlin.moment(cell("2024-07-01T10:00"), 0, 0))
                .isEqualTo(OffsetDateTime.parse("2024-07-01T10:00+02:00"));
        assertThat(berlin.moment(cell("2024-07-01T10:00-05"), 0, 0))
                .isEqualTo(OffsetDateTime.parse("2024-07-01T10:00-05:00"));
    }

    @Test
    void refusesALocalTimeThatIsSkippedAndTakesTheEarlierOfTwo() throws Exception {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> berlin.instant(cell("2024-03-31T02:30"), 0, 0))
                .withMessage("a text is a local time that the zone Europe/Berlin skips");
        assertThat(berlin.instant(cell("2024-10-27T02:30"), 0, 0)).isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
    }

    @Test
    void takesADateOnlyFromMidnight() throws Exception {
        assertThat(utc.date(cell("2024-07-01"), 0, 0)).isEqualTo(LocalDate.of(2024, 7, 1));
        assertThat(utc.date(cell("2024-07-01T00:00:00Z"), 0, 0)).isEqualTo(LocalDate.of(2024, 7, 1));
        assertThat(utc.date(cell(86_400), 0, 0)).isEqualTo(LocalDate.of(1970, 1, 2));
        for (Object value : new Object[] {"2024-07-01T00:00:01", 86_401}) {
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> utc.date(cell(value), 0, 0));
        }
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> berlin.date(cell("2024-07-01T00:00:00Z"), 0, 0));
    }

    @Test
    void readsTimesOfDay() throws Exception {
        assertThat(berlin.time(cell("10:11:12.5"), 0, 0)).isEqualTo(LocalTime.of(10, 11, 12, 500_000_000));
        assertThat(utc.time(cell("10:11+02"), 0, 0)).isEqualTo(LocalTime.of(8, 11));
        assertThat(berlin.offsetTime(cell("10:11+02"), 0, 0)).isEqualTo(OffsetTime.parse("10:11+02:00"));
        assertThat(utc.offsetTime(cell("10:11"), 0, 0)).isEqualTo(OffsetTime.parse("10:11Z"));
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> berlin.time(cell("10:11+02"), 0, 0));
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> berlin.offsetTime(cell("10:11"), 0, 0));
        for (Object value : new Object[] {"2024-07-01T10:11", "2024-07-01", "24:00", 3600, true}) {
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> utc.time(cell(value), 0, 0));
        }
    }

    @Test
    void refusesMoreDigitsOfASecondThanTheColumnKeeps() throws Exception {
        TemporalValues.requireFraction(cell("x"), 0, 0, 123_456_000, 6);
        TemporalValues.requireFraction(cell("x"), 0, 0, 0, 0);
        TemporalValues.requireFraction(cell("x"), 0, 0, 1, 9);
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> TemporalValues.requireFraction(cell("x"), 0, 0, 123_456_700, 6));
    }

    @Test
    void agreesWithJavaTime() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(
                    random.nextLong(-60_000_000_000L, 250_000_000_000L),
                    random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                    ZoneOffset.UTC);
            OffsetDateTime moment = local.atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1080)));
            String separator = random.nextBoolean() ? "T" : " ";
            assertThat(utc.timestamp(cell(local.toString().replace("T", separator)), 0, 0))
                    .as("seed %d", seed)
                    .isEqualTo(local);
            assertThat(utc.moment(cell(moment.toString().replace("T", separator)), 0, 0))
                    .as("seed %d", seed)
                    .isEqualTo(moment);
        }
    }
}
