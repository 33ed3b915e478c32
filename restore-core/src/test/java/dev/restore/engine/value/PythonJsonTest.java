package dev.restore.engine.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.ValueKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected was written by {@code json.dumps} of Python 3. */
class PythonJsonTest {

    private static String written(ValueKind kind, String value) {
        byte[] bytes = ("##" + value + "##").getBytes(UTF_8);
        return new String(PythonJson.of(kind, bytes, 2, bytes.length - 2), UTF_8);
    }

    @Test
    void writesSpacesAndAscii() {
        assertThat(written(ValueKind.OBJECT, "{\"a\":[1,null,{\"b\":\"ä\"}],\"c,:\":true,\"d\":{},\"e\":[]}"))
                .isEqualTo("{\"a\": [1, null, {\"b\": \"\\u00e4\"}], \"c,:\": true, \"d\": {}, \"e\": []}");
    }

    @Test
    void escapesWhatPythonEscapes() {
        String expected = "\"\\ud83d\\ude00\\u007f\\n\\t\\r\\b\\f\\u0001\\\\\\\"/ \\u20ac\"";
        assertThat(written(ValueKind.TEXT, "\uD83D\uDE00\u007f\n\t\r\b\f\u0001\\\"/ \u20ac"))
                .isEqualTo(expected);
        assertThat(written(
                        ValueKind.ARRAY,
                        "[\"\uD83D\uDE00\u007f\\n\\t\\u000d\\b\\f\\u0001\\\\\\\"\\/ \u20ac\",\"\\u00e4\\u0041\"]"))
                .isEqualTo("[" + expected + ", \"\\u00e4A\"]");
    }

    @Test
    void takesTextsForStringsWhateverTheyLookLike() {
        assertThat(written(ValueKind.TEXT, "{\"a\":1}")).isEqualTo("\"{\\\"a\\\":1}\"");
        assertThat(written(ValueKind.TEXT, "null")).isEqualTo("\"null\"");
        assertThat(written(ValueKind.TEXT, "")).isEqualTo("\"\"");
        assertThat(written(ValueKind.BOOLEAN, "true")).isEqualTo("true");
        assertThat(written(ValueKind.INTEGER, "12345678901234567890")).isEqualTo("12345678901234567890");
        assertThat(written(ValueKind.INTEGER, "-0")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.1",
        "1e300, 1e+300",
        "1E5, 100000.0",
        "1e16, 1e+16",
        "1e15, 1000000000000000.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-0.0, -0.0",
        "0.30000000000000004, 0.30000000000000004",
        "0.10000000000000001, 0.1",
        "123456789012345680.0, 1.2345678901234568e+17",
        "-1.50e-7, -1.5e-07",
        "2.5e-120, 2.5e-120",
        "100.0, 100.0"
    })
    void writesDoublesAsPythonShowsThem(String number, String expected) {
        assertThat(written(ValueKind.DECIMAL, number)).isEqualTo(expected);
    }

    /** Python would lose them. */
    @ParameterizedTest
    @CsvSource({"1e400", "1e-400", "3.14159265358979323846", "1e99999999999"})
    void keepsWhatIsNoDouble(String number) {
        assertThat(written(ValueKind.DECIMAL, number)).isEqualTo(number);
    }
}
