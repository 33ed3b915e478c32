package dev.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text or an object may stand for is seen in its characters. */
class WrittenFormsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | NO_BYTES",
                "\\x | BACKSLASH_HEX",
                "\\xAb01 | BACKSLASH_HEX",
                "\\xAb0 | NOT_BYTES",
                "\\x00\\xff | ESCAPED_BYTES",
                "a \\x00 b | ESCAPED_BYTES",
                "a \\n b | NOT_BYTES",
                "0xCAFE | PREFIXED_HEX",
                "0xCA | PREFIXED_HEX_OR_BASE64",
                "0xCAF | NOT_BYTES",
                "CAFE12 | HEX",
                "cafe1234 | HEX_OR_BASE64",
                "CAFE1 | NOT_BYTES",
                "AP8Q | WORD_OR_BASE64",
                "AP8= | BASE64",
                "AP9= | NOT_BYTES",
                "+/+/ | BASE64",
                "AP8 | UNPADDED_BASE64",
                "AP9 | NOT_BYTES",
                "AP=8 | NOT_BYTES",
                "base64:type252:AP8Q | LABELLED_BASE64",
                "base64:type:AP8Q | NOT_BYTES",
                "two words | NOT_BYTES",
                "grün | NOT_BYTES"
            })
    void knowsBytes(String text, WrittenForm form) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        assertThat(BytesText.form(bytes, 1, bytes.length - 1)).isEqualTo(form);
    }

    @Test
    void looksAtTheEndOfALongText() {
        byte[] hex = "ab".repeat(5000).getBytes(UTF_8);
        assertThat(BytesText.form(hex, 0, hex.length)).isEqualTo(WrittenForm.HEX_OR_BASE64);
        byte[] base64 = ("ab".repeat(5000) + "ab==").getBytes(UTF_8);
        assertThat(BytesText.form(base64, 0, base64.length)).isEqualTo(WrittenForm.NOT_BYTES);
        byte[] padded = ("ab".repeat(5000) + "aQ==").getBytes(UTF_8);
        assertThat(BytesText.form(padded, 0, padded.length)).isEqualTo(WrittenForm.BASE64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | NUMBER",
                "-1.5e+3 | NUMBER",
                ".5 | NUMBER",
                "5. | NUMBER",
                "-Infinity | NUMBER",
                "1e | WORDS",
                "1,5 | WORDS",
                "- | WORDS",
                "True | TRUTH",
                "f | TRUTH",
                "false! | WORDS",
                "2024-02-29 | DAY",
                "2024-02-30 | WORDS",
                "2024-13-01 | WORDS",
                "12024-01-01 | DAY",
                "2024-01-01T10:00 | DAY",
                "2024-01-01 10:00:00.123456+02:00 | DAY",
                "2024-01-01 10:00:00 UTC | DAY",
                "2024-01-01T25:00 | WORDS",
                "2024-01-01T | WORDS",
                "10:00 | TIME_OF_DAY",
                "10:00:60 | WORDS",
                "01/02/2024 | WORDS",
                "now | WORDS",
                "'' | WORDS"
            })
    void knowsValues(String text, WrittenForm form) {
        byte[] bytes = ("5" + text + "5").getBytes(UTF_8);
        assertThat(ValueText.form(bytes, 1, bytes.length - 1)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"$oid\":\"1\"} | OBJECT_ID",
                "{\"$date\":1} | DATE_OBJECT",
                "{\"$numberLong\":\"1\"} | NUMBER_OBJECT",
                "{\"$binary\":{\"base64\":\"\",\"subType\":\"04\"}} | UUID_BINARY",
                "{\"$binary\":{\"base64\":\"\",\"subType\":\"00\"}} | BINARY_OBJECT",
                "{\"$type\":\"00\",\"$binary\":\"\"} | BINARY_OBJECT",
                "{\"$minKey\":1} | OTHER_EXTENDED",
                "{\"$ref\":\"#/x\"} | PLAIN_OBJECT",
                "{\"$schema\":\"x\"} | PLAIN_OBJECT",
                "{\"type\":\"Buffer\",\"data\":[]} | BUFFER",
                "{\"type\":\"Buffer\"} | PLAIN_OBJECT",
                "{\"0\":1} | INDEXED_BYTES",
                "{} | PLAIN_OBJECT"
            })
    void knowsObjects(String json, WrittenForm form) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(ObjectForm.form(bytes, 0, bytes.length)).isEqualTo(form);
    }
}
