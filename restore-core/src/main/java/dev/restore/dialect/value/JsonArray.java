package dev.restore.dialect.value;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the compact JSON of an array apart, for databases whose arrays want elements. The text is known to be valid. */
public final class JsonArray {

    private final String json;
    private int at;

    private JsonArray(String json) {
        this.json = json;
    }

    /** Returns the elements: text as it is, numbers and booleans as their text, arrays as arrays, objects as JSON. */
    public static @Nullable Object[] elements(String json) {
        return new JsonArray(json).array();
    }

    private @Nullable Object[] array() {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        while (json.charAt(at) != ']') {
            elements.add(element());
            if (json.charAt(at) == ',') {
                at++;
            }
        }
        at++;
        return elements.toArray();
    }

    private @Nullable Object element() {
        char first = json.charAt(at);
        if (first == '[') {
            return array();
        }
        if (first == '"') {
            return text();
        }
        int start = at;
        skip();
        String raw = json.substring(start, at);
        return raw.equals("null") ? null : raw;
    }

    private void skip() {
        int depth = 0;
        while (depth > 0 || (json.charAt(at) != ',' && json.charAt(at) != ']')) {
            char c = json.charAt(at);
            if (c == '"') {
                text();
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        at++;
        while (json.charAt(at) != '"') {
            char c = json.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char c = json.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json, at - 4, at, 16);
            }
            default -> c;
        };
    }
}
