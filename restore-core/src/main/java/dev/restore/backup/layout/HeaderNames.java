package dev.restore.backup.layout;

import dev.restore.backup.RowShape;
import dev.restore.backup.json.JsonInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds the names of columns that a document states beside its rows, in front of them or behind. Used once. */
final class HeaderNames {

    /** No table has more columns. */
    private static final int MOST = 20_000;

    private final JsonInput input;
    private final JsonParser parser;
    private final List<String> path;
    private final List<String> names = new ArrayList<>();

    HeaderNames(JsonInput input, List<String> path) {
        this.input = input;
        this.parser = input.parser();
        this.path = path;
    }

    /** Returns the names, none where the document has none or is damaged in front of them. */
    List<String> find() {
        try {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(0);
            }
            return names;
        } catch (JacksonException e) {
            throw input.failure(e);
        }
    }

    private boolean object(int depth) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (!name.equals(path.get(depth))) {
                parser.skipChildren();
            } else if (at(depth + 1, value)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a value on the path. Returns whether the names are found. */
    private boolean at(int depth, JsonToken value) {
        if (value == JsonToken.VALUE_STRING && depth == path.size()) {
            if (names.size() < MOST) {
                names.add(parser.getString());
            }
            return false;
        }
        if (value == JsonToken.START_ARRAY) {
            boolean every = depth < path.size() && path.get(depth).equals(RowShape.EVERY);
            for (JsonToken each = parser.nextToken(); each != JsonToken.END_ARRAY; each = parser.nextToken()) {
                at(every ? depth + 1 : depth, each);
            }
            return true;
        }
        if (value == JsonToken.START_OBJECT && depth < path.size()) {
            return object(depth);
        }
        parser.skipChildren();
        return false;
    }
}
