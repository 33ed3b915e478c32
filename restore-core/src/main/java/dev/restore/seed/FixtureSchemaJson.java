package dev.restore.seed;

import dev.restore.seed.ColumnSchema.Format;
import dev.restore.seed.ColumnSchema.JsonKind;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes what rows must be as JSON Schema, and reads what it has written. */
final class FixtureSchemaJson {

    /** The schema of a document, which an object of tables may name beside them. */
    private static final String SCHEMA = "$schema";

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** What a text with a placeholder matches. */
    private static final String PLACEHOLDER = "\\$\\{";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonGenerator json;
    private final boolean placeholders;

    private FixtureSchemaJson(JsonGenerator json, boolean placeholders) {
        this.json = json;
        this.placeholders = placeholders;
    }

    /** Something that is written. */
    private interface Content {
        void write(FixtureSchemaJson writer);
    }

    private static String text(boolean placeholders, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new PrettyJson(), text)) {
            json.writeStartObject();
            json.writeStringProperty(SCHEMA, DIALECT);
            content.write(new FixtureSchemaJson(json, placeholders));
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    /** Writes one property a line, the same on every system. */
    private static final class PrettyJson extends ObjectWriteContext.Base {

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** Returns the schema of a file with the rows of one table. */
    static String ofTable(TableSchema table, boolean placeholders) {
        return text(placeholders, writer -> {
            writer.json.writeStringProperty("title", "Rows of " + table.name());
            writer.rows(table);
        });
    }

    /** Returns the schema of an object of tables. */
    static String of(List<TableSchema> tables, boolean placeholders) {
        return text(placeholders, writer -> {
            writer.json.writeStringProperty("title", "Rows of tables");
            writer.json.writeStringProperty("type", "object");
            writer.json.writeObjectPropertyStart("properties");
            writer.json.writeObjectPropertyStart(SCHEMA);
            writer.json.writeStringProperty("type", JsonKind.STRING.word());
            writer.json.writeEndObject();
            for (TableSchema table : tables) {
                writer.json.writeObjectPropertyStart(table.name());
                writer.rows(table);
                writer.json.writeEndObject();
            }
            writer.json.writeEndObject();
            writer.json.writeBooleanProperty("additionalProperties", false);
        });
    }

    private void rows(TableSchema table) {
        json.writeStringProperty("type", "array");
        json.writeObjectPropertyStart("items");
        json.writeStringProperty("type", "object");
        json.writeObjectPropertyStart("properties");
        table.columns().forEach(this::column);
        json.writeEndObject();
        json.writeArrayPropertyStart("required");
        table.columns().stream()
                .filter(ColumnSchema::required)
                .map(ColumnSchema::name)
                .forEach(json::writeString);
        json.writeEndArray();
        json.writeBooleanProperty("additionalProperties", false);
        json.writeEndObject();
    }

    private void column(ColumnSchema column) {
        json.writeObjectPropertyStart(column.name());
        json.writeStringProperty("description", column.description());
        if (placeholders && !column.any()) {
            json.writeArrayPropertyStart("anyOf");
            json.writeStartObject();
            rule(column);
            json.writeEndObject();
            json.writeStartObject();
            json.writeStringProperty("type", JsonKind.STRING.word());
            json.writeStringProperty("pattern", PLACEHOLDER);
            json.writeEndObject();
            json.writeEndArray();
        } else {
            rule(column);
        }
        json.writeEndObject();
    }

    private void rule(ColumnSchema column) {
        if (column.types().size() == 1) {
            json.writeStringProperty("type", column.types().iterator().next().word());
        } else if (!column.types().isEmpty()) {
            json.writeArrayPropertyStart("type");
            column.types().stream().map(JsonKind::word).forEach(json::writeString);
            json.writeEndArray();
        }
        if (!column.values().isEmpty()) {
            json.writeArrayPropertyStart("enum");
            column.values().forEach(json::writeString);
            if (column.nullable()) {
                json.writeNull();
            }
            json.writeEndArray();
        }
        Format format = column.format();
        if (format != null) {
            json.writeStringProperty("format", format.word());
        }
        if (column.pattern() != null) {
            json.writeStringProperty("pattern", column.pattern());
        }
        if (column.maxLength() > 0) {
            json.writeNumberProperty("maxLength", column.maxLength());
        }
    }

    /**
     * Reads what {@link #of} has written, perhaps with other descriptions, values, patterns and lengths.
     *
     * @throws IllegalArgumentException if it is not that
     */
    static FixtureSchema read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            Map<?, ?> root = object(value(parser, parser.nextToken()));
            requireOnly(root, SCHEMA, "title", "type", "properties", "additionalProperties");
            List<TableSchema> tables = new ArrayList<>();
            boolean placeholders = false;
            for (Map.Entry<?, ?> entry : object(root.get("properties")).entrySet()) {
                Map<?, ?> rows = object(entry.getValue());
                if (entry.getKey().equals(SCHEMA)) {
                    continue;
                }
                requireOnly(rows, "type", "items", "description");
                Map<?, ?> row = object(rows.get("items"));
                requireOnly(row, "type", "properties", "required", "additionalProperties", "description");
                List<?> required = row.get("required") instanceof List<?> list ? list : List.of();
                List<ColumnSchema> columns = new ArrayList<>();
                for (Map.Entry<?, ?> field : object(row.get("properties")).entrySet()) {
                    Map<?, ?> rule = object(field.getValue());
                    placeholders |= rule.containsKey("anyOf");
                    columns.add(column((String) field.getKey(), rule, required.contains(field.getKey())));
                }
                tables.add(new TableSchema((String) entry.getKey(), columns));
            }
            return new FixtureSchema(tables, placeholders);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ColumnSchema column(String name, Map<?, ?> described, boolean required) {
        String description = described.get("description") instanceof String text ? text : "";
        Map<?, ?> rule = described;
        if (described.get("anyOf") instanceof List<?> either && !either.isEmpty()) {
            requireOnly(described, "description", "anyOf");
            rule = object(either.get(0));
        }
        requireOnly(rule, "description", "type", "enum", "format", "pattern", "maxLength");
        Set<JsonKind> types = new LinkedHashSet<>();
        if (rule.get("type") instanceof List<?> several) {
            several.forEach(word -> types.add(type(word)));
        } else if (rule.get("type") != null) {
            types.add(type(rule.get("type")));
        }
        List<String> values = new ArrayList<>();
        if (rule.get("enum") instanceof List<?> listed) {
            for (Object value : listed) {
                if (value instanceof String text) {
                    values.add(text);
                }
            }
        }
        return new ColumnSchema(
                name,
                description,
                required,
                types.isEmpty() ? Set.of() : EnumSet.copyOf(types),
                values,
                format(rule.get("format")),
                (String) rule.get("pattern"),
                rule.get("maxLength") instanceof Integer most ? most : 0);
    }

    private static JsonKind type(@Nullable Object word) {
        return Arrays.stream(JsonKind.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has a type " + word));
    }

    private static @Nullable Format format(@Nullable Object word) {
        return word == null
                ? null
                : Arrays.stream(Format.values())
                        .filter(format -> format.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("it has a format " + word));
    }

    /** What is not understood would not be checked. */
    private static void requireOnly(Map<?, ?> object, String... keywords) {
        for (Object keyword : object.keySet()) {
            if (!Arrays.asList(keywords).contains(keyword)) {
                throw new IllegalArgumentException(
                        "it has a keyword " + keyword + ", which is not checked at this place");
            }
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("it lacks the objects of tables and columns");
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                map.put(name, value(parser, parser.nextToken()));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                list.add(value(parser, next));
            }
            return list;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getIntValue();
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw new IllegalArgumentException("it has a value that schemas do not have");
    }
}
