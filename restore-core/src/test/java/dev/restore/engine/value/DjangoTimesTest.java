package dev.restore.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is expected was written by Django 3.2. */
class DjangoTimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-03-01T12:30:00.123Z|2024-03-01 12:30:00.123000",
                "2024-03-01T12:30:00+05:30|2024-03-01 07:00:00",
                "2024-03-01 12:30:00.5-0800|2024-03-01 20:30:00.500000",
                "2024-03-01T12:30|2024-03-01 12:30:00",
                "2024-3-1 1:2:3|2024-03-01 01:02:03",
                "2024-03-01T23:30:00+02|2024-03-01 21:30:00",
                "2024-03-01T12:30:00,25Z|2024-03-01 12:30:00.250000",
                "2024-03-01T12:30:00.123456000|2024-03-01 12:30:00.123456",
                "2024-03-01|2024-03-01 00:00:00",
                "9999-12-31T23:59:59.999999Z|9999-12-31 23:59:59.999999",
                "0001-01-01T00:00:00|0001-01-01 00:00:00",
                "2024-03-01 12:30:00.000001|2024-03-01 12:30:00.000001"
            })
    void writesDaysAndTimes(String text, String expected) {
        assertThat(DjangoTimes.timestamp(text, ZoneOffset.UTC)).isEqualTo(expected);
    }

    @Test
    void writesMomentsInTheZoneOfTheDatabaseAndOthersAsTheyAre() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(DjangoTimes.timestamp("2024-07-01T23:30:00Z", zone)).isEqualTo("2024-07-02 01:30:00");
        assertThat(DjangoTimes.timestamp("2024-07-01T23:30:00", zone)).isEqualTo("2024-07-01 23:30:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2024-02-30T00:00:00",
                "2024-03-01T25:00:00",
                "2024-03-01T12:30:60",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "2024-03-01T12:30:00.1234567",
                "12024-03-01T12:30:00",
                "2024-03-01T12:30:00 Europe/Berlin",
                "2024-03-01T12:30:00+25:00",
                "01/02/2024"
            })
    void leavesOtherTextsAlone(String text) {
        assertThat(DjangoTimes.timestamp(text, ZoneOffset.UTC)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"23:59:59.999, 23:59:59.999000", "00:00, 00:00:00", "1:2:3.000004, 01:02:03.000004"})
    void writesTimes(String text, String expected) {
        assertThat(DjangoTimes.time(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00:00", "12:00:00Z", "12", "2024-03-01T12:00:00"})
    void leavesOtherTimesAlone(String text) {
        assertThat(DjangoTimes.time(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 02:03:04.500000|93784500000",
                "-1 23:59:59|-1000000",
                "00:00:00|0",
                "02:03|123000000",
                "P1DT02H03M04.5S|93784500000",
                "-P1DT1H|-90000000000",
                "P0DT00H00M00S|0",
                "PT0.000001S|1",
                "1 day, 0:00:01|86401000000",
                "3 days 04:05:06|273906000000",
                "-00:00:01.5|-1500000",
                "+00:00:01|1000000",
                "-999 00:00:00.000001|-86313599999999",
                "10000 05:00:00|864018000000000",
                "-999999999 00:00:00|-86399999913600000000",
                "P1D|86400000000",
                "PT1,5H|5400000000"
            })
    void countsMicroseconds(String text, String expected) {
        assertThat(DjangoTimes.microseconds(text)).isEqualTo(new BigInteger(expected));
    }

    /** A number may be meant for a column of numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"", "15", "-1", "1.5", "P", "P3W", "1:2:3:4", "2024-03-01 00:00:00", "one day"})
    void leavesWhatIsNoDurationAlone(String text) {
        assertThat(DjangoTimes.microseconds(text)).isNull();
    }
}
