package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;

/**
 * The form of JSON columns: fields in any order, numbers by their value, texts by their
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
    private static final long WRITTEN = 9;

    private static final int MAX_DEPTH = 900;

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
        document(bytes, start, end, hash);
    }

    /** Adds JSON by its values; what only a database can read, half a surrogate pair for instance, and what is nested deep as it is written. */
    private static void document(byte[] bytes, int start, int end, CellHash hash) {
        if (!isDeep(bytes, start, end)) {
            long before = hash.value();
            try {
                value(new JsonText(bytes, start, end), hash);
                return;
            } catch (ValueException e) {
                hash.start(before);
            }
        }
        byte[] compact = JsonText.compact(bytes, start, end);
        hash.add(WRITTEN);
        hash.add(compact, 0, compact.length);
    }

    /** Returns whether arrays and objects may be nested deeper than they are followed. */
    private static boolean isDeep(byte[] bytes, int start, int end) {
        int depth = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '{' || bytes[i] == '[') {
                depth++;
                if (depth > MAX_DEPTH) {
                    return true;
                }
            } else if (bytes[i] == '}' || bytes[i] == ']') {
                depth--;
            }
        }
        return false;
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
        long fields = 0;
        long sum = 0;
        CellHash part = new CellHash();
        while (!json.take('}')) {
            json.take(',');
            part.start(TEXT);
            scalar(json.takeCell(), part);
            long name = part.value();
            json.take(':');
            part.start(OBJECT);
            value(json, part);
            long content = part.value();
            part.start(name);
            part.add(content);
            sum += part.value();
            fields++;
        }
        hash.add(OBJECT);
        hash.add(fields);
        hash.add(sum);
    }

    private static void scalar(OneCell cell, CellHash hash) throws ValueException {
        switch (cell.kind()) {
            case NULL -> hash.add(NULL);
            case BOOLEAN -> hash.add(cell.bytes()[cell.start(0, 0)] == 't' ? TRUE : FALSE);
            case INTEGER, DECIMAL -> {
                hash.add(NUMBER);
                hash.add(NumberValues.decimal(cell, 0, 0));
            }
            case TEXT, ARRAY, OBJECT, JSON, BYTES, RAW_TEXT, REAL -> {
                hash.add(TEXT);
                hash.add(cell.bytes(), cell.start(0, 0), cell.end(0, 0));
            }
        }
    }
}
