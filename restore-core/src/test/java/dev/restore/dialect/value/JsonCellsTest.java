package dev.restore.dialect.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ReadRows;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plain cell where that gives the same value again, and otherwise the JSON itself. */
class JsonCellsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\'',
            value = {
                "{\"a\": [1, null]}#VALUE#OBJECT#{\"a\":[1,null]}",
                "{\"a\": [1, null]}#FIELDS#OBJECT#{\"a\":[1,null]}",
                "{\"a\": [1, null]}#TEXT#JSON#{\"a\": [1, null]}",
                "{\"a\":[1,null]}#TEXT#OBJECT#{\"a\":[1,null]}",
                "{\"a\":1,\"a\":2}#FIELDS#JSON#{\"a\":1,\"a\":2}",
                "{\"a\":1,\"b\":{\"a\":2},\"c\":{\"a\":2}}#FIELDS#OBJECT#{\"a\":1,\"b\":{\"a\":2},\"c\":{\"a\":2}}",
                "[{\"a\":1},{\"a\":1}]#TEXT#ARRAY#[{\"a\":1},{\"a\":1}]",
                "{\"a\":1,\"\\u0061\":2}#FIELDS#JSON#{\"a\":1,\"\\u0061\":2}",
                "null#VALUE#JSON#null",
                "\"null\"#VALUE#TEXT#null",
                "\"x\"#TEXT#TEXT#x",
                "\"{}\"#VALUE#JSON#\"{}\"",
                "\" [1\"#VALUE#JSON#\" [1\"",
                "\"a\\nb\"#TEXT#JSON#\"a\\nb\"",
                "\"a\\\"b\"#TEXT#TEXT#a\"b",
                "{\"a\":\"\\/\"}#TEXT#JSON#{\"a\":\"\\/\"}",
                "{\"a\":\"\\u001f\\n\"}#TEXT#OBJECT#{\"a\":\"\\u001f\\n\"}",
                "{\"a\":\"\\u000a\"}#TEXT#JSON#{\"a\":\"\\u000a\"}",
                "[\"\\ud83d\"]#VALUE#JSON#[\"\\ud83d\"]",
                "[\"\\ud83d\\ude00\"]#VALUE#ARRAY#[\"\\ud83d\\ude00\"]",
                "\"\\ude00\"#FIELDS#JSON#\"\\ude00\"",
                "1.10#TEXT#DECIMAL#1.10",
                "-0#VALUE#INTEGER#-0",
                "true#TEXT#BOOLEAN#true",
                "' true'#TEXT#JSON#' true'",
                "' true'#VALUE#BOOLEAN#true"
            })
    void isPlainWhereThatSaysTheSame(String json, JsonKeeping keeping, ValueKind kind, String text) {
        ReadRows rows = new ReadRows(1);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonCells.add(rows, bytes, 0, bytes.length, keeping);
        assertThat(rows.kind(0, 0)).isEqualTo(kind);
        assertThat(Cells.characters(rows, 0, 0)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"800, ARRAY", "1500, JSON", "100000, JSON"})
    void isItselfWhereItIsDeep(int depth, ValueKind kind) {
        ReadRows rows = new ReadRows(1);
        byte[] bytes = ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
        JsonCells.add(rows, bytes, 0, bytes.length, JsonKeeping.VALUE);
        assertThat(rows.kind(0, 0)).isEqualTo(kind);
    }
}
