package dev.restore.engine.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes out of objects that list them: <code>{"type": "Buffer", "data": [0, 255]}</code>, and
 * <code>{"0": 0, "1": 255}</code>. Stateless.
 */
final class ByteObjects {

    private ByteObjects() {}

    static OneCell decode(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.OBJECT) {
            return value;
        }
        JsonText json = new JsonText(value.bytes(), value.start(0, 0), value.end(0, 0));
        json.take('{');
        String first = name(json);
        byte[] bytes = "type".equals(first) ? buffer(json) : "0".equals(first) ? indexed(json) : null;
        if (bytes == null || !json.take('}') || !json.atEnd()) {
            throw Cells.refuse(value, 0, 0, "does not list bytes, as the other objects of the column do", "22018");
        }
        return BytesDecoder.cell(bytes);
    }

    private static byte @Nullable [] buffer(JsonText json) throws ValueException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!"Buffer".equals(string(json)) || !json.take(',') || !"data".equals(name(json)) || !json.take('[')) {
            return null;
        }
        if (json.take(']')) {
            return bytes.toByteArray();
        }
        do {
            int value = octet(json);
            if (value < 0) {
                return null;
            }
            bytes.write(value);
        } while (json.take(','));
        return json.take(']') ? bytes.toByteArray() : null;
    }

    private static byte @Nullable [] indexed(JsonText json) throws ValueException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        do {
            if (bytes.size() > 0 && !String.valueOf(bytes.size()).equals(name(json))) {
                return null;
            }
            int value = octet(json);
            if (value < 0) {
                return null;
            }
            bytes.write(value);
        } while (json.take(','));
        return bytes.toByteArray();
    }

    /** Takes a whole number from 0 to 255, or returns -1. */
    private static int octet(JsonText json) throws ValueException {
        OneCell cell = json.takeCell();
        int length = cell.end(0, 0) - cell.start(0, 0);
        if (cell.kind() != ValueKind.INTEGER || length > 3 || cell.bytes()[cell.start(0, 0)] == '-') {
            return -1;
        }
        int value = Integer.parseInt(Cells.characters(cell, 0, 0));
        return value > 255 ? -1 : value;
    }

    private static @Nullable String name(JsonText json) {
        String name = string(json);
        return name != null && json.take(':') ? name : null;
    }

    private static @Nullable String string(JsonText json) {
        byte[] characters = json.takeString();
        return characters == null ? null : new String(characters, StandardCharsets.UTF_8);
    }
}
