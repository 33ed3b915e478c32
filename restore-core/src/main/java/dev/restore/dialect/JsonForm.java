package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.util.HashMap;
import java.util.Map;

/**
 * The form of JSON columns: fields in any order, of a name that occurs twice the last, numbers by their value, texts by their
 * characters. A text that holds a whole document is that document, any other a JSON string.
 */
final class JsonForm implements CellForm {

    private static final long OBJECT = 1;
    private static final long ARRAY = 2;
    private static final long END = 3;
    private static final long TEXT = 4;
    private static final long NUMBER = 5;
    private static final long TRUE = 6;
    private static final long FALSE = 7;
    private static final long NULL = 8;

    @Override
    public void digest(Rows rows, int row, int column, CellHash hash) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        ValueKind kind = rows.kind(row, column);
        if (kind == ValueKind.RAW_TEXT || (kind == ValueKind.TEXT && !JsonText.isDocument(bytes, start, end))) {
            hash.add(TEXT);
            hash.add(bytes, start, end);
            return;
        }
        value(new JsonText(bytes, start, end), hash);
    }

    private static void value(JsonText json, CellHash hash) throws ValueException {
        switch (json.peek()) {
            case '{' -> object(json, hash);
            case '[' -> {
                json.take('[');
                hash.add(ARRAY);
                while (!json.take(']')) {
                    json.take(',');
                    value(json, hash);
                }
                hash.add(END);
            }
            default -> scalar(json.takeCell(), hash);
        }
    }

    private static void object(JsonText json, CellHash hash) throws ValueException {
        json.take('{');
        Map<Long, Long> fields = new HashMap<>();
        CellHash part = new CellHash();
        while (!json.take('}')) {
            json.take(',');
            part.start(TEXT);
            scalar(json.takeCell(), part);
            long name = part.value();
            json.take(':');
            part.start(OBJECT);
            value(json, part);
            fields.put(name, part.value());
        }
        long sum = 0;
        for (Map.Entry<Long, Long> field : fields.entrySet()) {
            part.start(field.getKey());
            part.add(field.getValue());
            sum += part.value();
        }
        hash.add(OBJECT);
        hash.add(fields.size());
        hash.add(sum);
    }

    private static void scalar(OneCell cell, CellHash hash) throws ValueException {
        switch (cell.kind()) {
            case NULL -> hash.add(NULL);
            case BOOLEAN -> hash.add(cell.bytes()[cell.start(0, 0)] == 't' ? TRUE : FALSE);
            case INTEGER, DECIMAL -> {
                hash.add(NUMBER);
                CellForms.number(NumberValues.decimal(cell, 0, 0), hash);
            }
            case TEXT, ARRAY, OBJECT, JSON, BYTES, RAW_TEXT, REAL -> {
                hash.add(TEXT);
                hash.add(cell.bytes(), cell.start(0, 0), cell.end(0, 0));
            }
        }
    }
}
