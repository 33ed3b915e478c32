package dev.restore.dialect.value;

import static dev.restore.testing.CellRows.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.restore.dialect.ValueException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarValuesTest {

    @Test
    void readsHexAndBase64() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String base64 = Base64.getEncoder().encodeToString(bytes);
            assertThat(BinaryValues.bytes(cell(base64), 0, 0))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
            assertThat(BinaryValues.bytes(cell("\\x" + HexFormat.of().formatHex(bytes)), 0, 0))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AB",
                "ABC",
                "ABC=D",
                "AB==CD==",
                "AB==",
                "AAB=",
                "A===",
                "====",
                "A=BC",
                "AA-_",
                "AA A",
                "AAA\n",
                "\\x1",
                "\\xzz",
                "hello world!",
                "\\X00",
                "ÄAAA"
            })
    void refusesWhatIsNoCanonicalBase64NorHex(String text) {
        assertThatExceptionOfType(ValueException.class).isThrownBy(() -> BinaryValues.bytes(cell(text), 0, 0));
    }

    @Test
    void readsBooleans() throws Exception {
        for (Object value : new Object[] {true, 1, "true", "TRUE", "t", "1"}) {
            assertThat(BooleanValues.bool(cell(value), 0, 0)).isTrue();
        }
        for (Object value : new Object[] {false, 0, "false", "F", "0"}) {
            assertThat(BooleanValues.bool(cell(value), 0, 0)).isFalse();
        }
        for (Object value : new Object[] {2, -1, 10, "yes", "", "01", 1.0}) {
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> BooleanValues.bool(cell(value), 0, 0));
        }
    }

    @Test
    void readsTheUsualFormsOfUuids() throws Exception {
        UUID uuid = UUID.randomUUID();
        String text = uuid.toString();
        for (String form : new String[] {
            text, text.toUpperCase(java.util.Locale.ROOT), text.replace("-", ""), "{" + text + "}", "urn:uuid:" + text
        }) {
            assertThat(UuidValues.uuid(cell(form), 0, 0)).isEqualTo(uuid);
        }
        for (Object value : new Object[] {
            "",
            "{}",
            text.substring(1),
            text + "0",
            text.replace('-', '_'),
            7,
            "g" + text.substring(1),
            "-" + text.replace("-", "").substring(1)
        }) {
            assertThatExceptionOfType(ValueException.class).isThrownBy(() -> UuidValues.uuid(cell(value), 0, 0));
        }
    }

    @Test
    void countsCharactersNotBytes() throws Exception {
        assertThat(TextValues.text(cell("äö😀"), 0, 0, 3)).isEqualTo("äö😀");
        assertThat(TextValues.text(cell("long"), 0, 0, 0)).isEqualTo("long");
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> TextValues.text(cell("ab  "), 0, 0, 3))
                .withMessage("a text of 4 characters is longer than the column's 3");
    }

    @Test
    void takesArraysApart() {
        assertThat(JsonArray.elements("[1,\"a\\\"\\u00e9,]\",null,[2,[]],{\"k\":[1,\"}\"]},true]"))
                .containsExactly("1", "a\"é,]", null, new Object[] {"2", new Object[0]}, "{\"k\":[1,\"}\"]}", "true");
    }
}
