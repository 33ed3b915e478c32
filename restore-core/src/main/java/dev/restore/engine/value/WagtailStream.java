package dev.restore.engine.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells the streams of Wagtail, which its dumps hold as texts and its database as JSON, from JSON strings: an array of blocks, each
 * an object of {@code type}, {@code value} and mostly {@code id}, or of none.
 */
final class WagtailStream {

    private static final Set<String> FIELDS = Set.of("type", "value", "id");

    private WagtailStream() {}

    /** Returns a decoder that takes streams for JSON arrays, and leaves other values to another one. */
    static CellDecoder orElse(CellDecoder other) {
        return value -> is(value) ? compact(value) : other.decode(value);
    }

    /** Returns the same for columns that hold the text of JSON. */
    static CellDecoder textOrElse(CellDecoder other) {
        return value -> other.decode(is(value) ? compact(value) : value);
    }

    private static OneCell compact(OneCell value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(value.end(0, 0) - value.start(0, 0));
        JsonText.writeCompact(value.bytes(), value.start(0, 0), value.end(0, 0), json);
        return new OneCell(ValueKind.ARRAY, json.toByteArray(), 0, json.size());
    }

    private static boolean is(OneCell value) {
        if (value.kind() != ValueKind.TEXT) {
            return false;
        }
        JsonText json = new JsonText(value.bytes(), value.start(0, 0), value.end(0, 0));
        if (!json.take('[')) {
            return false;
        }
        if (json.take(']')) {
            return json.atEnd();
        }
        do {
            if (!isBlock(json)) {
                return false;
            }
        } while (json.take(','));
        return json.take(']') && json.atEnd();
    }

    private static boolean isBlock(JsonText json) {
        if (!json.take('{')) {
            return false;
        }
        Set<String> fields = new HashSet<>();
        do {
            byte[] name = json.takeString();
            if (name == null || !json.take(':') || !json.skipValue()) {
                return false;
            }
            fields.add(new String(name, StandardCharsets.UTF_8));
        } while (json.take(','));
        return json.take('}') && FIELDS.containsAll(fields) && fields.contains("type") && fields.contains("value");
    }
}
