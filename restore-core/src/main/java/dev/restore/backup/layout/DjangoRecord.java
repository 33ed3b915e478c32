package dev.restore.backup.layout;

import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tells a record of a Django dump by its keys. Programs that write such dumps add keys of their own, which Django does not read; a
 * record that has some is told from a row with columns of these names by its key and by its model, which must be {@code app.name}.
 */
final class DjangoRecord {

    private static final Pattern MODEL = Pattern.compile("\\w+\\.\\w+");

    /** What a row has and a record has not, whose key is {@code pk}. */
    private static final String ROW_KEY = "id";

    private boolean model;
    private boolean named;
    private boolean key;
    private boolean fields;
    private boolean others;
    private boolean rowKey;

    /** Reads the object that the parser is at the start of, and returns whether it looks like a record of a Django dump. */
    static boolean read(JsonParser parser) {
        DjangoRecord record = new DjangoRecord();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            record.see(name, parser);
            parser.skipChildren();
        }
        return record.matches();
    }

    /** Takes a key of the object, with the parser at its value, which is not passed over. */
    void see(String name, JsonParser value) {
        JsonToken token = value.currentToken();
        switch (name) {
            case "model" -> {
                model = token == JsonToken.VALUE_STRING;
                named = model && MODEL.matcher(value.getString()).matches();
            }
            case "pk" -> key = true;
            case "fields" -> fields = token == JsonToken.START_OBJECT;
            default -> {
                others = true;
                rowKey |= name.equals(ROW_KEY);
            }
        }
    }

    boolean matches() {
        return model && fields && (!others || (named && key && !rowKey));
    }
}
