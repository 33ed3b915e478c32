package dev.restore.engine.resume;

import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.content.ContentState;
import dev.restore.engine.content.ContentStateJson;
import dev.restore.engine.step.SafetyStep;
import dev.restore.outcome.RowsByStrategy;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes checkpoints as JSON and reads them back. */
final class CheckpointJson {

    /** Pieces of the text may end between any two characters, which a database might not take for half of one. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CheckpointJson() {}

    static String write(Checkpoint checkpoint) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("source", checkpoint.work().source());
            json.writeStringProperty("backup", checkpoint.work().backup());
            json.writeStringProperty("settings", checkpoint.work().settings());
            json.writeStringProperty("begun_at", checkpoint.work().begunAt().toString());
            SafetyStep.Written saved = checkpoint.work().saved();
            if (saved != null) {
                json.writeStringProperty("safety_backup", saved.path());
                json.writeStringProperty("safety_id", saved.id());
                json.writeArrayPropertyStart("safety_tables");
                saved.seen().forEach(name -> name(json, name));
                json.writeEndArray();
            }
            json.writeNumberProperty("pass", checkpoint.pass());
            accounts(json, checkpoint.tables(), checkpoint.rejectedLines(), checkpoint.content());
            json.writeEndObject();
        }
        return text.toString();
    }

    static String write(PortionState portion) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeBooleanProperty("done", portion.done());
            ReadPosition position = portion.position();
            if (position != null) {
                json.writeStringProperty("part", position.part());
                json.writeNumberProperty("offset", position.offset());
                counts(json, "numbers", position.rows());
            }
            accounts(json, portion.tables(), portion.rejectedLines(), portion.content());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void accounts(
            JsonGenerator json,
            Map<TableName, Counters> tables,
            Map<String, Long> rejectedLines,
            ContentState content) {
        counts(json, "rejected_lines", rejectedLines);
        json.writeArrayPropertyStart("tables");
        tables.forEach((name, counters) -> table(json, name, counters));
        json.writeEndArray();
        json.writeName("content");
        ContentStateJson.write(json, content);
    }

    private static void counts(JsonGenerator json, String name, Map<String, Long> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    private static void name(JsonGenerator json, TableName name) {
        json.writeStartObject();
        nameProperties(json, name);
        json.writeEndObject();
    }

    private static void nameProperties(JsonGenerator json, TableName name) {
        if (name.schema() != null) {
            json.writeStringProperty("schema", name.schema());
        }
        json.writeStringProperty("name", name.name());
    }

    private static void table(JsonGenerator json, TableName name, Counters counters) {
        json.writeStartObject();
        nameProperties(json, name);
        json.writeNumberProperty("before", counters.before());
        json.writeNumberProperty("read", counters.read());
        json.writeNumberProperty("inserted", counters.inserted());
        json.writeNumberProperty("updated", counters.updated());
        json.writeNumberProperty("unchanged", counters.unchanged());
        json.writeNumberProperty("rejected", counters.rejected());
        json.writeNumberProperty("bulk", counters.byStrategy().bulk());
        json.writeNumberProperty("parts", counters.byStrategy().parts());
        json.writeNumberProperty("insert", counters.byStrategy().insert());
        json.writeNumberProperty("text", counters.byStrategy().text());
        json.writeNumberProperty("nanos", counters.nanos());
        json.writeEndObject();
    }

    /** Reads a checkpoint; fields that this version does not know are passed over. */
    static Checkpoint read(String text) {
        Fields fields = Fields.of(text);
        String saved = fields.words.get("safety_backup");
        Checkpoint.Work work = new Checkpoint.Work(
                required(fields.words, "source"),
                required(fields.words, "backup"),
                required(fields.words, "settings"),
                Instant.parse(required(fields.words, "begun_at")),
                saved == null
                        ? null
                        : new SafetyStep.Written(saved, required(fields.words, "safety_id"), fields.safetyTables));
        return new Checkpoint(
                work, (int) number(fields.words, "pass"), fields.tables, fields.rejectedLines, fields.content);
    }

    /** Reads the state of a portion. */
    static PortionState readPortion(String text) {
        Fields fields = Fields.of(text);
        String part = fields.words.get("part");
        @Nullable
        ReadPosition position =
                part == null ? null : new ReadPosition(part, number(fields.words, "offset"), fields.numbers);
        boolean done = Boolean.parseBoolean(required(fields.words, "done"));
        return new PortionState(done, position, fields.tables, fields.rejectedLines, fields.content);
    }

    /** What was read, by the kinds of its values. */
    private record Fields(
            Map<String, String> words,
            Map<String, Long> numbers,
            Map<String, Long> rejectedLines,
            Map<TableName, Counters> tables,
            Set<TableName> safetyTables,
            ContentState content) {

        static Fields of(String text) {
            Map<String, String> words = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            Map<String, Long> rejectedLines = new LinkedHashMap<>();
            Map<TableName, Counters> tables = new LinkedHashMap<>();
            Set<TableName> safetyTables = new HashSet<>();
            ContentState content = ContentState.NONE;
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
                json.nextToken();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    json.nextToken();
                    switch (name) {
                        case "numbers" -> readCounts(json, numbers);
                        case "rejected_lines" -> readCounts(json, rejectedLines);
                        case "tables" -> readTables(json, tables);
                        case "safety_tables" -> readNames(json, safetyTables);
                        case "content" -> content = ContentStateJson.read(json);
                        default -> scalar(json, name, words);
                    }
                }
            }
            return new Fields(words, numbers, rejectedLines, tables, safetyTables, content);
        }
    }

    private static void scalar(JsonParser json, String name, Map<String, String> words) {
        if (json.currentToken().isScalarValue()) {
            words.put(name, json.getString());
        } else {
            json.skipChildren();
        }
    }

    private static String required(Map<String, String> words, String name) {
        String word = words.get(name);
        if (word == null) {
            throw new IllegalStateException("the checkpoint has no " + name);
        }
        return word;
    }

    private static void readCounts(JsonParser json, Map<String, Long> counts) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            counts.put(name, json.getLongValue());
        }
    }

    private static void readNames(JsonParser json, Set<TableName> names) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> words = words(json);
            names.add(new TableName(words.get("schema"), required(words, "name")));
        }
    }

    private static Map<String, String> words(JsonParser json) {
        Map<String, String> words = new HashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            scalar(json, name, words);
        }
        return words;
    }

    private static void readTables(JsonParser json, Map<TableName, Counters> tables) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> words = words(json);
            tables.put(
                    new TableName(words.get("schema"), required(words, "name")),
                    new Counters(
                            number(words, "before"),
                            number(words, "read"),
                            number(words, "inserted"),
                            number(words, "updated"),
                            number(words, "unchanged"),
                            number(words, "rejected"),
                            new RowsByStrategy(
                                    number(words, "bulk"),
                                    number(words, "parts"),
                                    number(words, "insert"),
                                    number(words, "text")),
                            number(words, "nanos")));
        }
    }

    private static long number(Map<String, String> words, String name) {
        return Long.parseLong(required(words, name));
    }
}
