package dev.restore.backup.json;

import dev.restore.catalog.ValueKind;
import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;

/**
 * Values as Firestore writes them, <code>{"integerValue": "1"}</code>. A place on the map is an object of its latitude and longitude.
 */
public final class FirestoreValues extends TypedFields {

    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");

    public FirestoreValues(JsonInput input, RowBuffer row, RowDecoder decoder) {
        super(input, row, decoder, "Firestore");
    }

    @Override
    void field(String type, JsonToken value, String name) {
        switch (type) {
            case "integerValue" -> number(whole(value, name), true, name);
            case "bytesValue" -> bytes(value, name);
            case "mapValue", "arrayValue" -> {
                row.field(name, type.equals("mapValue") ? ValueKind.OBJECT : ValueKind.ARRAY);
                holder(type, value, name);
                row.end();
            }
            default -> {
                requireScalar(type, value, name);
                decoder.value(name, value);
            }
        }
    }

    private String whole(JsonToken value, String name) {
        boolean number = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
        String digits = number ? parser.getString() : "";
        require(WHOLE.matcher(digits).matches(), name);
        return digits;
    }

    /** Checks a value that is written as JSON has it. */
    private void requireScalar(String type, JsonToken value, String name) {
        require(
                switch (type) {
                    case "stringValue", "timestampValue", "referenceValue" -> value == JsonToken.VALUE_STRING;
                    case "booleanValue" -> value.isBoolean();
                    case "doubleValue" -> value.isNumeric() || value == JsonToken.VALUE_STRING;
                    case "nullValue" -> value == JsonToken.VALUE_NULL;
                    case "geoPointValue" -> value == JsonToken.START_OBJECT;
                    default -> false;
                },
                name);
    }

    /** Writes what the value of a map or array holds as JSON without its types; an empty one holds nothing at all. */
    private void holder(String type, JsonToken value, String name) {
        boolean map = type.equals("mapValue");
        require(value == JsonToken.START_OBJECT, name);
        String held = parser.nextName();
        if (held == null) {
            row.ascii(map ? "{}" : "[]");
            return;
        }
        require(held.equals(map ? "fields" : "values"), name);
        JsonToken start = parser.nextToken();
        require(start == (map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY), name);
        elements(map, type, name);
        close(name);
    }

    @Override
    void inner(String type, JsonToken value, String name) {
        switch (type) {
            case "integerValue" -> row.ascii(whole(value, name));
            case "mapValue", "arrayValue" -> holder(type, value, name);
            case "bytesValue" -> {
                require(value == JsonToken.VALUE_STRING, name);
                quoted(name);
            }
            default -> {
                requireScalar(type, value, name);
                decoder.copy(name, value);
            }
        }
    }
}
