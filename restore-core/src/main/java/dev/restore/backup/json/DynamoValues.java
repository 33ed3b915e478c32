package dev.restore.backup.json;

import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Copies fields whose values name their types as DynamoDB does, <code>{"N": "1"}</code>, into the row as what they stand for. Sets
 * become arrays; bytes within arrays and maps stay base64.
 */
public final class DynamoValues implements TypedFields {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private final JsonInput input;
    private final StrictParser parser;
    private final RowBuffer row;
    private final RowDecoder decoder;

    public DynamoValues(JsonInput input, RowBuffer row, RowDecoder decoder) {
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
            case "S" -> decoder.value(name, require(value == JsonToken.VALUE_STRING, value, name));
            case "BOOL" -> decoder.value(name, require(value.isBoolean(), value, name));
            case "N" -> {
                String digits = number(value, name);
                row.field(name, WHOLE.matcher(digits).matches() ? ValueKind.INTEGER : ValueKind.DECIMAL);
                row.ascii(digits);
                row.end();
            }
            case "B" -> {
                require(value == JsonToken.VALUE_STRING, value, name);
                row.field(name, ValueKind.BYTES);
                row.text(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                if (!row.decodeBase64()) {
                    throw refused(name);
                }
                row.end();
            }
            case "NULL" -> {
                row.field(name, ValueKind.NULL);
                row.end();
            }
            default -> {
                row.field(name, type.equals("M") ? ValueKind.OBJECT : ValueKind.ARRAY);
                inner(type, value, name);
                row.end();
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
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw refused(name);
        }
    }

    private JsonToken require(boolean fits, JsonToken value, String name) {
        if (!fits) {
            throw refused(name);
        }
        return value;
    }

    private String number(JsonToken value, String name) {
        String digits = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        if (!NUMBER.matcher(digits).matches()) {
            throw refused(name);
        }
        return digits;
    }

    /** Writes a value as JSON without its types. */
    private void inner(String type, JsonToken value, String name) {
        switch (type) {
            case "S", "B" -> {
                require(value == JsonToken.VALUE_STRING, value, name);
                quoted(name);
            }
            case "N" -> row.ascii(number(value, name));
            case "BOOL" ->
                row.ascii(require(value.isBoolean(), value, name) == JsonToken.VALUE_TRUE ? "true" : "false");
            case "NULL" -> row.ascii("null");
            case "M" -> {
                require(value == JsonToken.START_OBJECT, value, name);
                map(name);
            }
            case "L", "SS", "NS", "BS" -> {
                require(value == JsonToken.START_ARRAY, value, name);
                list(type, name);
            }
            default -> throw refused(name);
        }
    }

    private void map(String name) {
        row.put('{');
        boolean comma = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (comma) {
                row.put(',');
            }
            comma = true;
            quoted(name);
            row.put(':');
            typed(parser.nextToken(), name);
        }
        row.put('}');
    }

    private void list(String type, String name) {
        row.put('[');
        boolean comma = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (comma) {
                row.put(',');
            }
            comma = true;
            if (type.equals("L")) {
                typed(token, name);
            } else {
                inner(type.substring(0, 1), token, name);
            }
        }
        row.put(']');
    }

    private void typed(JsonToken start, String name) {
        String type = type(start, name);
        inner(type, parser.nextToken(), name);
        close(name);
    }

    private void quoted(String name) {
        if (!row.quoted(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())) {
            throw refused(name);
        }
    }

    private BackupFormatException refused(String name) {
        return input.error(
                "field " + EntryNames.printable(name) + " is not a value of DynamoDB with its type, as the others are",
                input.tokenOffset(),
                null);
    }
}
