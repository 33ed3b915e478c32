package dev.restore.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads exactly one JSON object. */
final class Json {

    private Json() {}

    static Map<?, ?> object(String text) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            Object value = value(json, json.nextToken());
            if (!(value instanceof Map<?, ?> object) || json.nextToken() != null) {
                throw new AssertionError("not exactly one object: " + text);
            }
            return object;
        }
    }

    private static @Nullable Object value(JsonParser json, @Nullable JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                object.put(name, value(json, json.nextToken()));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                list.add(value(json, next));
            }
            return list;
        }
        return token == JsonToken.VALUE_NULL ? null : json.getString();
    }
}
