package dev.restore.backup;

import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Manifest.Source;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.catalog.TypeFamily;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Reads a manifest. Properties that it does not know are passed over: a later version of the same format may have more. */
final class ManifestParser {

    private final JsonInput input;
    private final JsonParser parser;

    private ManifestParser(JsonInput input) {
        this.input = input;
        this.parser = input.parser();
    }

    /** Returns whether a file called like a manifest is one: its first property is the name of the format. */
    static boolean isManifest(JsonFactory factory, InputStream in, String location, ReadLimits limits) {
        try (JsonInput input = new JsonInput(factory, in, location, limits)) {
            JsonParser parser = input.parser();
            return parser.nextToken() == JsonToken.START_OBJECT
                    && "format".equals(parser.nextName())
                    && parser.nextToken() == JsonToken.VALUE_STRING
                    && Manifest.FORMAT.equals(parser.getString());
        } catch (JacksonException | BackupFormatException e) {
            return false;
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws BackupFormatException if it is of a newer version, or no valid manifest
     */
    static Manifest parse(JsonFactory factory, byte[] bytes, String location, ReadLimits limits) {
        try (JsonInput input = new JsonInput(factory, new ByteArrayInputStream(bytes), location, limits)) {
            ManifestParser manifest = new ManifestParser(input);
            try {
                Manifest parsed = manifest.manifest();
                input.requireEnd();
                return parsed;
            } catch (JacksonException e) {
                throw input.failure(e);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw manifest.bad("has a value that cannot be understood");
            }
        }
    }

    private Manifest manifest() {
        int version = -1;
        Instant createdAt = null;
        Source source = null;
        String fingerprint = null;
        List<ManifestTable> tables = null;
        List<HeldFile> files = null;
        WayBack wayBack = null;
        require(parser.nextToken(), JsonToken.START_OBJECT);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "version" -> version = version();
                case "created_at" -> createdAt = Instant.parse(text());
                case "source" -> source = source();
                case "schema_fingerprint" -> fingerprint = text();
                case "tables" -> tables = list(this::table);
                case "files" -> files = list(this::file);
                case "way_back" -> wayBack = wayBack();
                default -> skip();
            }
        }
        return new Manifest(
                version,
                present(createdAt, "created_at"),
                present(source, "source"),
                present(fingerprint, "schema_fingerprint"),
                present(tables, "tables"),
                files,
                wayBack);
    }

    private int version() {
        long version = number();
        if (version < 1) {
            throw bad("states version " + version + " of the format, which does not exist");
        }
        if (version > Manifest.VERSION) {
            throw bad("is written in version " + version + " of the format, and this library reads up to version "
                    + Manifest.VERSION + "; use a newer version of the library");
        }
        return (int) version;
    }

    private Source source() {
        String product = null;
        String version = null;
        String dialect = null;
        String schema = null;
        require(parser.nextToken(), JsonToken.START_OBJECT);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "product" -> product = text();
                case "version" -> version = text();
                case "dialect" -> dialect = text();
                case "schema" -> schema = parser.nextToken() == JsonToken.VALUE_NULL ? null : string();
                default -> skip();
            }
        }
        return new Source(
                present(product, "product"), present(version, "version"), present(dialect, "dialect"), schema);
    }

    private @Nullable WayBack wayBack() {
        String id = null;
        Map<String, Map<String, BigInteger>> nextValues = new LinkedHashMap<>();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "id" -> id = text();
                case "next_values" -> nextValues(nextValues);
                default -> skip();
            }
        }
        return new WayBack(present(id, "id"), nextValues);
    }

    private void nextValues(Map<String, Map<String, BigInteger>> all) {
        require(parser.nextToken(), JsonToken.START_OBJECT);
        for (String table = parser.nextName(); table != null; table = parser.nextName()) {
            Map<String, BigInteger> columns = new LinkedHashMap<>();
            require(parser.nextToken(), JsonToken.START_OBJECT);
            for (String column = parser.nextName(); column != null; column = parser.nextName()) {
                require(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
                columns.put(column, parser.getBigIntegerValue());
            }
            all.put(table, columns);
        }
    }

    private ManifestTable table() {
        String name = null;
        long rows = -1;
        boolean filtered = false;
        List<ManifestColumn> columns = null;
        List<String> primaryKey = List.of();
        List<List<String>> uniqueKeys = List.of();
        List<Reference> foreignKeys = List.of();
        String fingerprint = null;
        List<ManifestPart> parts = null;
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String property = parser.nextName(); property != null; property = parser.nextName()) {
            switch (property) {
                case "name" -> name = text();
                case "rows" -> rows = number();
                case "filtered" -> filtered = parser.nextToken() == JsonToken.VALUE_TRUE;
                case "columns" -> columns = list(this::column);
                case "primary_key" -> primaryKey = list(this::string);
                case "unique_keys" -> uniqueKeys = list(() -> elements(this::string));
                case "foreign_keys" -> foreignKeys = list(this::reference);
                case "fingerprint" -> fingerprint = text();
                case "parts" -> parts = list(this::part);
                default -> skip();
            }
        }
        ManifestTable table = new ManifestTable(
                present(name, "name"),
                rows,
                filtered,
                present(columns, "columns"),
                primaryKey,
                uniqueKeys,
                foreignKeys,
                present(fingerprint, "fingerprint"),
                present(parts, "parts"));
        if (table.parts().stream().mapToLong(ManifestPart::rows).sum() != rows) {
            throw bad("states " + rows + " rows for table " + EntryNames.printable(table.name())
                    + ", which is not the sum of its parts");
        }
        return table;
    }

    private ManifestColumn column() {
        String name = null;
        String type = null;
        TypeFamily family = null;
        boolean nullable = true;
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String property = parser.nextName(); property != null; property = parser.nextName()) {
            switch (property) {
                case "name" -> name = text();
                case "type" -> type = text();
                case "family" -> family = family(text());
                case "nullable" -> nullable = parser.nextToken() != JsonToken.VALUE_FALSE;
                default -> skip();
            }
        }
        return new ManifestColumn(present(name, "name"), present(type, "type"), present(family, "family"), nullable);
    }

    private static TypeFamily family(String name) {
        return Arrays.stream(TypeFamily.values())
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElse(TypeFamily.OTHER);
    }

    private Reference reference() {
        List<String> columns = null;
        String table = null;
        List<String> referenced = null;
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String property = parser.nextName(); property != null; property = parser.nextName()) {
            switch (property) {
                case "columns" -> columns = list(this::string);
                case "table" -> table = text();
                case "referenced_columns" -> referenced = list(this::string);
                default -> skip();
            }
        }
        return new Reference(
                present(columns, "columns"), present(table, "table"), present(referenced, "referenced_columns"));
    }

    private ManifestPart part() {
        String path = null;
        long rows = -1;
        long bytes = -1;
        String sha256 = null;
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String property = parser.nextName(); property != null; property = parser.nextName()) {
            switch (property) {
                case "path" -> path = text();
                case "rows" -> rows = number();
                case "bytes" -> bytes = number();
                case "sha256" -> sha256 = text();
                default -> skip();
            }
        }
        return new ManifestPart(present(path, "path"), rows, bytes, present(sha256, "sha256"));
    }

    private HeldFile file() {
        String path = null;
        long bytes = -1;
        String sha256 = null;
        require(parser.currentToken(), JsonToken.START_OBJECT);
        for (String property = parser.nextName(); property != null; property = parser.nextName()) {
            switch (property) {
                case "path" -> path = text();
                case "bytes" -> bytes = number();
                case "sha256" -> sha256 = text();
                default -> skip();
            }
        }
        String full = present(path, "path");
        if (!full.startsWith(Manifest.FILES)) {
            throw bad("names a file outside " + Manifest.FILES);
        }
        if (bytes < 0) {
            throw bad("lacks \"bytes\"");
        }
        return new HeldFile(full.substring(Manifest.FILES.length()), bytes, present(sha256, "sha256"));
    }

    private <T> List<T> list(Supplier<T> element) {
        parser.nextToken();
        return elements(element);
    }

    /** Reads the elements of the array that the parser is at the start of. */
    private <T> List<T> elements(Supplier<T> element) {
        require(parser.currentToken(), JsonToken.START_ARRAY);
        List<T> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(element.get());
        }
        return all;
    }

    private String text() {
        parser.nextToken();
        return string();
    }

    private String string() {
        require(parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getString();
    }

    private long number() {
        require(parser.nextToken(), JsonToken.VALUE_NUMBER_INT);
        if (parser.getStringLength() > 18 || parser.getLongValue() < 0) {
            throw bad("has a number that is none of rows or bytes");
        }
        return parser.getLongValue();
    }

    private void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    private void require(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw bad("has a JSON " + JsonInput.kind(found) + " where a " + JsonInput.kind(expected) + " belongs");
        }
    }

    private <T> T present(@Nullable T value, String property) {
        if (value == null) {
            throw bad("lacks \"" + property + "\"");
        }
        return value;
    }

    private BackupFormatException bad(String message) {
        return input.error(message, input.offset(), null);
    }
}
