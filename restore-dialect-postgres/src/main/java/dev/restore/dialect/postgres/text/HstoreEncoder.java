package dev.restore.dialect.postgres.text;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Writes a JSON object of texts and nulls, or the text of one, as an hstore literal. */
final class HstoreEncoder implements CellEncoder {

    @Override
    public void encode(TextSink sink, Rows rows, int row, int column) throws SQLException {
        switch (rows.kind(row, column)) {
            case TEXT -> {
                if (rows.start(row, column) < rows.end(row, column) && rows.bytes()[rows.start(row, column)] == '{') {
                    object(sink, rows, row, column);
                } else {
                    ScalarEncoders.raw(sink, rows, row, column);
                }
            }
            case OBJECT -> object(sink, rows, row, column);
            default ->
                throw Cells.refuse(rows, row, column, "cannot become hstore, only an object or a text can", "22018");
        }
    }

    private static void object(TextSink sink, Rows rows, int row, int column) throws SQLException {
        byte[] bytes = rows.bytes();
        JsonText json = new JsonText(bytes, rows.start(row, column), rows.end(row, column));
        json.take('{');
        String separator = "";
        while (!json.take('}')) {
            json.take(',');
            json.peek();
            byte[] key = json.takeString();
            if (key == null || !json.take(':')) {
                throw Cells.refuse(rows, row, column, "is not valid JSON", "22032");
            }
            sink.text(separator + quoted(key, rows, row, column) + "=>");
            separator = ", ";
            int next = json.peek();
            byte[] value = json.takeString();
            int start = json.position();
            if (value == null && (next == '{' || next == '[' || !json.skipValue())) {
                throw Cells.refuse(rows, row, column, "has a nested value, which hstore cannot hold", "22018");
            }
            if (value != null) {
                sink.text(quoted(value, rows, row, column));
            } else if (next == 'n') {
                sink.plain("NULL");
            } else {
                sink.plain("\"");
                sink.plain(bytes, start, json.position());
                sink.plain("\"");
            }
        }
    }

    private static String quoted(byte[] characters, Rows rows, int row, int column) throws ValueException {
        String text = new String(characters, StandardCharsets.UTF_8);
        if (text.indexOf(0) >= 0) {
            throw Cells.refuse(rows, row, column, "contains U+0000, which PostgreSQL text cannot hold", "22021");
        }
        return LiteralText.quoted(text);
    }
}
