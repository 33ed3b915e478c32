package dev.restore.engine.stage;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads natural keys: lists of values. */
public final class KeyList {

    private static final JsonFactory JSON = new JsonFactory();

    private KeyList() {}

    /**
     * Returns the values of a list.
     *
     * @param bytes holds the list as JSON
     * @return empty where one of them is a list or an object
     */
    public static List<OneCell> values(byte[] bytes, int start, int end) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, start, end - start)) {
            parser.nextToken();
            return values(parser);
        }
    }

    /** Returns the values of the list that a parser stands at, empty where one of them is a list or an object. The parser is at its end then. */
    public static List<OneCell> values(JsonParser parser) {
        List<OneCell> values = new ArrayList<>();
        boolean plain = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
                plain = false;
            } else {
                values.add(value(parser));
            }
        }
        return plain ? values : List.of();
    }

    private static OneCell value(JsonParser parser) {
        ValueKind kind = switch (parser.currentToken()) {
            case VALUE_NULL -> ValueKind.NULL;
            case VALUE_NUMBER_INT -> ValueKind.INTEGER;
            case VALUE_NUMBER_FLOAT -> ValueKind.DECIMAL;
            case VALUE_TRUE, VALUE_FALSE -> ValueKind.BOOLEAN;
            default -> ValueKind.TEXT;
        };
        if (kind == ValueKind.NULL) {
            return OneCell.none();
        }
        byte[] bytes = parser.getString().getBytes(StandardCharsets.UTF_8);
        return new OneCell(kind, bytes, 0, bytes.length);
    }
}
