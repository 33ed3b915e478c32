package dev.restore.backup.layout;

import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The row counts that metadata states: an object {@code object_counts}, at the top or one level below. */
public final class ObjectCounts {

    /** The field that holds them. */
    public static final String NAME = "object_counts";

    private ObjectCounts() {}

    /** Passes over the object that the parser is at the start of, and takes the counts in it. Returns whether there are any. */
    public static boolean collect(JsonParser parser, String name, Map<String, Long> counts) {
        if (name.equals(NAME)) {
            read(parser, counts);
            return true;
        }
        boolean found = false;
        for (String inner = parser.nextName(); inner != null; inner = parser.nextName()) {
            if (parser.nextToken() == JsonToken.START_OBJECT && inner.equals(NAME)) {
                read(parser, counts);
                found = true;
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** Reads the counts in the object that the parser is at the start of. */
    public static void read(JsonParser parser, Map<String, Long> counts) {
        for (String table = parser.nextName(); table != null; table = parser.nextName()) {
            if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= 18) {
                counts.put(table, parser.getLongValue());
            } else {
                parser.skipChildren();
            }
        }
    }
}
