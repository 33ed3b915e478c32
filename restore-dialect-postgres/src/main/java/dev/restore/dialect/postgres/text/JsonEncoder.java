package dev.restore.dialect.postgres.text;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.sql.SQLException;

/** Writes json and jsonb: a text that holds a whole document is that document, any other a JSON string; what is JSON
 * by its kind stays as it is. */
final class JsonEncoder implements CellEncoder {

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        ValueKind kind = rows.kind(row, column);
        if (kind == ValueKind.BYTES || kind == ValueKind.REAL) {
            throw Cells.refuse(rows, row, column, "cannot become JSON", "22032");
        }
        boolean text = kind == ValueKind.TEXT || kind == ValueKind.RAW_TEXT;
        if (!text || (kind == ValueKind.TEXT && JsonText.isDocument(bytes, start, end))) {
            sink.text(bytes, start, end);
            return;
        }
        sink.text("\"");
        int run = start;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                sink.text(bytes, run, i);
                sink.text(b >= ' ' ? "\\" + (char) b : "\\u00%02x".formatted(b));
                run = i + 1;
            }
        }
        sink.text(bytes, run, end);
        sink.text("\"");
    }
}
