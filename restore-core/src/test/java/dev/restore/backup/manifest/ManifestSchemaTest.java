package dev.restore.backup.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.JsonInput;
import dev.restore.catalog.TypeFamily;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The published schema describes what is written: no more, no less. */
class ManifestSchemaTest {

    private static final Manifest MANIFEST = new Manifest(
            1,
            Instant.EPOCH,
            new Manifest.Source("Product", "1", "standard", "public"),
            "0".repeat(64),
            List.of(new ManifestTable(
                    "a",
                    2,
                    true,
                    List.of(new ManifestColumn("id", "bigint", TypeFamily.INTEGER, false)),
                    List.of("id"),
                    List.of(List.of("id")),
                    List.of("id"),
                    List.of(new Reference(List.of("id"), "b", List.of("id"), "id", List.of("name"))),
                    "0".repeat(64),
                    List.of(new ManifestPart("data/a/00001.ndjson", 2, 10, "0".repeat(64))))),
            List.of(new AttachedFile("b/c.jpg", 0, "0".repeat(64))),
            new WayBack(
                    "one",
                    Map.of("a", Map.of("id", new BigInteger("9223372036854775807"))),
                    Map.of("a", Map.of("id", "public.a_seq"))),
            List.of("view v"),
            true);

    private static final Set<String> OPTIONAL =
            Set.of("files", "left_out", "unfinished_restore", "natural_key", "written_in");

    private static @Nullable Object value(JsonParser json) {
        JsonToken token = Objects.requireNonNull(json.currentToken());
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                object.put(name, value(json));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(json));
            }
            return array;
        }
        return token == JsonToken.VALUE_NULL ? null : json.getValueAsString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static Map<String, Object> parse(byte[] bytes) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            return object(value(json));
        }
    }

    private static Map<String, Object> schema() throws IOException {
        try (InputStream in = Manifest.class.getResourceAsStream("manifest-1.schema.json")) {
            return parse(Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static void compare(
            Map<String, Object> all, Map<String, Object> schema, @Nullable Object value, String at) {
        Object reference = schema.get("$ref");
        if (reference instanceof String name) {
            compare(all, object(object(all.get("$defs")).get(name.substring("#/$defs/".length()))), value, at);
        } else if (schema.get("properties") != null) {
            Map<String, Object> properties = object(schema.get("properties"));
            assertThat(object(value).keySet()).as(at).containsExactlyElementsOf(properties.keySet());
            assertThat(schema.get("required"))
                    .as(at)
                    .isEqualTo(properties.keySet().stream()
                            .filter(name -> !OPTIONAL.contains(name))
                            .toList());
            properties.forEach((name, property) ->
                    compare(all, object(property), object(value).get(name), at + "." + name));
        } else if (schema.get("items") != null) {
            assertThat((List<?>) value).as(at).isNotEmpty();
            for (Object item : (List<?>) Objects.requireNonNull(value)) {
                compare(all, object(schema.get("items")), item, at + "[]");
            }
        } else if (schema.get("pattern") != null) {
            assertThat((String) value).as(at).matches((String) schema.get("pattern"));
        } else if (schema.get("enum") != null) {
            assertThat((List<?>) schema.get("enum"))
                    .as(at)
                    .map(Object::toString)
                    .contains((String) value);
        }
    }

    @Test
    void everyPropertyThatIsWrittenIsDescribedAndNoOther() throws IOException {
        compare(schema(), schema(), parse(ManifestJson.of(MANIFEST)), "manifest");
    }

    @Test
    void theWayBackIsDescribed() throws IOException {
        Map<String, Object> wayBack = object(object(schema().get("$defs")).get("way_back"));
        assertThat(object(wayBack.get("properties")).keySet())
                .isEqualTo(
                        object(parse(ManifestJson.of(MANIFEST)).get("way_back")).keySet());
    }

    @Test
    void everyFamilyIsDescribed() throws IOException {
        Map<String, Object> column = object(object(schema().get("$defs")).get("column"));
        Object families = object(object(column.get("properties")).get("family")).get("enum");
        assertThat(families)
                .isEqualTo(Arrays.stream(TypeFamily.values()).map(Enum::name).toList());
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        ReadLimits limits = ReadLimits.forThisHeap();
        Manifest read =
                ManifestParser.parse(JsonInput.factory(limits), ManifestJson.of(MANIFEST), "manifest.json", limits);
        assertThat(read).isEqualTo(MANIFEST);
    }
}
