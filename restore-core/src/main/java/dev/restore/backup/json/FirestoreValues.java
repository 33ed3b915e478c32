package dev.restore.backup.json;

import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Copies fields whose values name their types as Firestore does, <code>{"integerValue": "1"}</code>, into the row as what they stand
 * for. Bytes within arrays and maps stay base64; a place on the map is an object of its latitude and longitude.
 */
public final class FirestoreValues implements TypedFields {

    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");

    private final JsonInput input;
    private final StrictParser parser;
    private final RowBuffer row;
    private final RowDecoder decoder;

    public FirestoreValues(JsonInput input, RowBuffer row, RowDecoder decoder) {
        this.input = input;
        this.parser = input.parser();
        this.row = row;
        this.decoder = decoder;
    }

    @Override
    public void field(String name) {
        String type = type(parser.nextToken(), name);
        JsonToken value = parser.nextToken();
        switch (type) {
            case "integerValue" -> {
                String digits = whole(value, name);
                row.field(name, ValueKind.INTEGER);
                row.ascii(digits);
                row.end();
            }
            case "bytesValue" -> {
                require(value == JsonToken.VALUE_STRING, name);
                row.field(name, ValueKind.BYTES);
                require(row.text(parser.getString()) && row.decodeBase64(), name);
                row.end();
            }
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
        close(name);
    }

    private String type(@Nullable JsonToken start, String name) {
        String type = start == JsonToken.START_OBJECT ? parser.nextName() : null;
        if (type == null) {
            throw refused(name);
        }
        return type;
    }

    private void close(String name) {
        require(parser.nextToken() == JsonToken.END_OBJECT, name);
    }

    private void require(boolean fits, String name) {
        if (!fits) {
            throw refused(name);
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
        row.put(map ? '{' : '[');
        String inner = parser.nextName();
        if (inner != null) {
            require(inner.equals(map ? "fields" : "values"), name);
            JsonToken start = parser.nextToken();
            require(start == (map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY), name);
            elements(map, name);
            close(name);
        }
        row.put(map ? '}' : ']');
    }

    private void elements(boolean map, String name) {
        boolean comma = false;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (comma) {
                row.put(',');
            }
            comma = true;
            if (map) {
                quoted(name);
                row.put(':');
                token = parser.nextToken();
            }
            String type = type(token, name);
            inner(type, parser.nextToken(), name);
            close(name);
        }
    }

    private void inner(String type, JsonToken value, String name) {
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

    private void quoted(String name) {
        require(row.quoted(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength()), name);
    }

    private BackupFormatException refused(String name) {
        return input.error(
                "field " + EntryNames.printable(name) + " is not a value of Firestore with its type, as the others are",
                input.tokenOffset(),
                null);
    }
}
