package dev.restore.backup.rows;

import dev.restore.backup.Survey;
import dev.restore.backup.json.JsonInput;
import dev.restore.outcome.BackupFormatException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Records of a Django dump: the model is the table, the key is the field {@code pk} in front of the others, and what stands beside
 * these is a field as {@link Survey#besideFields} names it.
 */
final class DjangoRows extends RowCursor {

    private static final String KEY = "pk";
    private static final int MAX_BESIDES = 100;

    private final Elements elements;
    private final TableTally.Register tables;
    private final JsonParser parser;
    private final Map<String, String> besides = new HashMap<>();
    private boolean hasFields;

    DjangoRows(JsonInput input, Elements elements, TableTally.Register tables) {
        super(input);
        this.elements = elements;
        this.tables = tables;
        this.parser = input.parser();
    }

    @Override
    boolean advance() {
        while (elements.next()) {
            TableTally found = record();
            if (found.wanted()) {
                return true;
            }
        }
        return false;
    }

    private TableTally record() {
        long offset = input.tokenOffset();
        row.begin(offset, true);
        TableTally model = null;
        hasFields = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "model" -> model = model();
                case KEY -> key();
                case "fields" -> fields(model);
                default -> decoder.field(beside(name));
            }
        }
        if (model == null) {
            throw notDjango("has no model", offset);
        }
        if (!hasFields) {
            throw notDjango("has no fields", offset);
        }
        elements.finish();
        row.number(model.next());
        current(model);
        return model;
    }

    /** Returns the name of the field for a key, the same one each time unless there are too many to remember. */
    private String beside(String key) {
        return besides.size() < MAX_BESIDES
                ? besides.computeIfAbsent(key, Survey::besideFields)
                : Survey.besideFields(key);
    }

    private TableTally model() {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw notDjango("has a model that is not a text", input.tokenOffset());
        }
        TableTally found = tables.get(parser.getString());
        found.certain();
        return found;
    }

    private void key() {
        decoder.field(KEY);
        row.takeKey();
    }

    private void fields(@Nullable TableTally model) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notDjango("has fields that are not an object", input.tokenOffset());
        }
        hasFields = true;
        if (model != null && !model.wanted()) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (name.equals(KEY)) {
                throw notDjango("has a field named pk besides its key", input.tokenOffset());
            }
            decoder.field(name);
        }
    }

    private BackupFormatException notDjango(String what, long offset) {
        return input.error(
                input.named("record", elements.number) + " of the Django dump " + what
                        + "; each must look like {\"model\": \"app.name\", \"pk\": 1, \"fields\": {}}",
                offset,
                null);
    }

    @Override
    long recordEnd() {
        return elements.end();
    }

    @Override
    @Nullable
    ResumePoint resumePoint() {
        return elements.resumePoint(null);
    }
}
