package dev.restore.backup;

import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Whether an object looks like a record of a Django dump. */
final class DjangoRecord {

    private static final Set<String> KEYS = Set.of("model", "pk", "fields");

    private boolean model;
    private boolean fields;
    private boolean other;

    /** Reads the object that the parser is at the start of, and returns whether it looks like a record of a Django dump. */
    static boolean read(JsonParser parser) {
        DjangoRecord record = new DjangoRecord();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            record.see(name, parser.nextToken());
            parser.skipChildren();
        }
        return record.matches();
    }

    void see(String name, JsonToken value) {
        model |= name.equals("model") && value == JsonToken.VALUE_STRING;
        fields |= name.equals("fields") && value == JsonToken.START_OBJECT;
        other |= !KEYS.contains(name);
    }

    boolean matches() {
        return model && fields && !other;
    }
}
