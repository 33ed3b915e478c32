package dev.restore.backup.json;

import dev.restore.catalog.ValueKind;
import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;

/** Values as DynamoDB writes them, <code>{"N": "1"}</code>. Sets become arrays. */
public final class DynamoValues extends TypedFields {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    public DynamoValues(JsonInput input, RowBuffer row, RowDecoder decoder) {
        super(input, row, decoder, "DynamoDB");
    }

    @Override
    void field(String type, JsonToken value, String name) {
        switch (type) {
            case "S" -> {
                require(value == JsonToken.VALUE_STRING, name);
                decoder.value(name, value);
            }
            case "BOOL" -> {
                require(value.isBoolean(), name);
                decoder.value(name, value);
            }
            case "N" -> {
                String digits = digits(value, name);
                number(digits, WHOLE.matcher(digits).matches(), name);
            }
            case "B" -> bytes(value, name);
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
    }

    private String digits(JsonToken value, String name) {
        String digits = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        require(NUMBER.matcher(digits).matches(), name);
        return digits;
    }

    @Override
    void inner(String type, JsonToken value, String name) {
        switch (type) {
            case "S", "B" -> {
                require(value == JsonToken.VALUE_STRING, name);
                quoted(name);
            }
            case "N" -> row.ascii(digits(value, name));
            case "BOOL" -> {
                require(value.isBoolean(), name);
                row.ascii(value == JsonToken.VALUE_TRUE ? "true" : "false");
            }
            case "NULL" -> row.ascii("null");
            case "M" -> {
                require(value == JsonToken.START_OBJECT, name);
                elements(true, type, name);
            }
            case "L", "SS", "NS", "BS" -> {
                require(value == JsonToken.START_ARRAY, name);
                elements(false, type, name);
            }
            default -> throw refused(name);
        }
    }

    /** The elements of a set are of the type that the set's name begins with. */
    @Override
    void element(String type, JsonToken token, String name) {
        if (type.length() == 2) {
            inner(type.substring(0, 1), token, name);
        } else {
            typed(token, name);
        }
    }
}
