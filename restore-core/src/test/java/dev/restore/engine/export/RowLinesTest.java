package dev.restore.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restore.backup.ReadLimits;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.plan.BackupFormat;
import dev.restore.testing.CellRows;
import dev.restore.testing.CellRows.Typed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are written so that they are read as what they are, or not at all. */
class RowLinesTest {

    private static final ReadLimits LIMITS = new ReadLimits(100, 10, 40, 100, 20, 100, 100, 1000);

    private static String line(boolean typedForms, @Nullable Object value) throws RowLines.Unwritable {
        Column column = new Column(
                "v", 1, new ColumnType("any", TypeFamily.ANY, 0, 0), true, false, Column.Generation.NONE, null);
        Table table = new Table(
                new TableName(null, "t"), Table.Kind.TABLE, List.of(column), List.of(), List.of(), List.of(), null);
        RowForm form = RowForm.of(BackupFormat.RESTORE, new Catalog(null, List.of(table)), table);
        RowLines lines = new RowLines(form, typedForms, LIMITS);
        int length = lines.write(CellRows.cell(value), 0);
        String line = new String(lines.line(), 0, length, StandardCharsets.UTF_8);
        assertThat(lines.typed()).isEqualTo(typedForms && line.contains("{\"$"));
        return line.substring("{\"v\":".length(), line.length() - 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "BYTES#a#{\"$bytes\":\"YQ==\"}",
                "RAW_TEXT#7#{\"$text\":\"7\"}",
                "RAW_TEXT#a\u00ff#{\"$text_bytes\":\"Yf8=\"}",
                "REAL#-Infinity#{\"$real\":\"-Infinity\"}",
                "JSON#null#{\"$json\":\"null\"}",
                "JSON#\"[1]\"#{\"$json\":\"\\\"[1]\\\"\"}"
            })
    void writesTypedValues(ValueKind kind, String latin1, String written) throws RowLines.Unwritable {
        assertThat(line(true, Typed.of(kind, latin1))).isEqualTo(written);
    }

    @Test
    void writesAnObjectThatLooksTypedAsJson() throws RowLines.Unwritable {
        assertThat(line(true, new CellRows.Json("{\"$a\":1}"))).isEqualTo("{\"$json\":\"{\\\"$a\\\":1}\"}");
        assertThat(line(true, new CellRows.Json("{\"a\":1}"))).isEqualTo("{\"a\":1}");
        assertThat(line(false, new CellRows.Json("{\"$a\":1}"))).isEqualTo("{\"$a\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, a",
        "RAW_TEXT, 7",
        "REAL, Infinity",
        "JSON, null",
        "JSON, '\"[1]\"'",
        "JSON, '{\"a\":1,\"a\":2}'"
    })
    void refusesWhatOtherFormatsCannotSay(ValueKind kind, String latin1) {
        assertThatThrownBy(() -> line(false, Typed.of(kind, latin1)))
                .isInstanceOf(RowLines.Unwritable.class)
                .hasMessageContaining("another value");
    }

    /** How it is spelled is not a part of the value there. */
    @Test
    void writesJsonThatIsOnlySpelledOtherwise() throws RowLines.Unwritable {
        assertThat(line(false, Typed.of(ValueKind.JSON, "{ \"a\" : 1 }"))).isEqualTo("{\"a\":1}");
        assertThat(line(false, Typed.of(ValueKind.JSON, "\"a\\nb\""))).isEqualTo("\"a\\nb\"");
    }

    @Test
    void refusesWhatPassesTheLimitsOfReaders() throws RowLines.Unwritable {
        assertThat(line(true, "\u00e4".repeat(10))).hasSize(12);
        assertThatThrownBy(() -> line(true, "a".repeat(11))).hasMessageContaining("ReadLimits.textLength");
        assertThatThrownBy(() -> line(true, "\ud83d\ude00".repeat(6))).hasMessageContaining("ReadLimits.textLength");
        assertThatThrownBy(() -> line(true, Typed.of(ValueKind.BYTES, "a".repeat(9))))
                .hasMessageContaining("ReadLimits.textLength");
        assertThatThrownBy(() -> line(true, "a".repeat(41))).hasMessageContaining("ReadLimits.rowBytes");
    }
}
