package dev.restore.backup.layout;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds out whether the values of an object are rows by their keys: objects with values in them that have names in common. */
final class KeyedLook {

    private static final int NAMES = 100;

    private final Set<String> names = new HashSet<>();
    private boolean all = true;
    private boolean any;
    private boolean values;
    private boolean common;

    /** Takes a value that is not an object. */
    void other() {
        all = false;
    }

    /** Begins with the next object. */
    void begin() {
        values = false;
        common = false;
    }

    /** Takes a field of it. */
    void field(String name, JsonToken value) {
        values |= value.isScalarValue() && value != JsonToken.VALUE_NULL;
        common |= names.contains(name);
        if (!any && names.size() < NAMES) {
            names.add(name);
        }
    }

    /** Ends the object. */
    void end() {
        all &= values && (common || !any);
        any = true;
    }

    /** Takes the object that the parser is at the start of, and reads it. */
    void object(JsonParser parser) {
        begin();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            field(name, parser.nextToken());
            parser.skipChildren();
        }
        end();
    }

    /** Returns whether all were rows. */
    boolean fits() {
        return any && all;
    }
}
