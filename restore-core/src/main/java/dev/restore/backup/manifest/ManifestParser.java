package dev.restore.backup.manifest;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Source;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.JsonInput;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Reads a manifest. Properties that it does not know are passed over: a later version of the same format may have more. */
public final class ManifestParser {

    private final ManifestInput in;
    private final ManifestTableParser tables;

    private ManifestParser(ManifestInput in) {
        this.in = in;
        this.tables = new ManifestTableParser(in);
    }

    /** Returns whether a file called like a manifest is one: its first property is the name of the format. */
    public static boolean isManifest(JsonFactory factory, InputStream in, String location, ReadLimits limits) {
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
    public static Manifest parse(JsonFactory factory, byte[] bytes, String location, ReadLimits limits) {
        try (JsonInput input = new JsonInput(factory, new ByteArrayInputStream(bytes), location, limits)) {
            ManifestInput in = new ManifestInput(input);
            try {
                Manifest parsed = new ManifestParser(in).manifest();
                input.requireEnd();
                return parsed;
            } catch (JacksonException e) {
                throw input.failure(e);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw in.bad("has a value that cannot be understood");
            }
        }
    }

    private Manifest manifest() {
        var seen = new Object() {
            int version = -1;

            @Nullable
            Instant createdAt;

            @Nullable
            Source source;

            @Nullable
            String fingerprint;

            @Nullable
            List<ManifestTable> tables;

            @Nullable
            List<AttachedFile> files;

            @Nullable
            WayBack wayBack;

            List<String> leftOut = List.of();

            boolean unfinished;
        };
        in.nextObject(property -> {
            switch (property) {
                case "version" -> seen.version = version();
                case "created_at" -> seen.createdAt = Instant.parse(in.text());
                case "source" -> seen.source = source();
                case "schema_fingerprint" -> seen.fingerprint = in.text();
                case "tables" -> seen.tables = in.list(tables::table);
                case "files" -> seen.files = in.list(this::file);
                case "left_out" -> seen.leftOut = in.list(in::string);
                case "unfinished_restore" -> seen.unfinished = in.nextIs(true);
                case "way_back" -> seen.wayBack = in.nextIsNull() ? null : wayBack();
                default -> in.skip();
            }
        });
        return new Manifest(
                seen.version,
                in.present(seen.createdAt, "created_at"),
                in.present(seen.source, "source"),
                in.present(seen.fingerprint, "schema_fingerprint"),
                in.present(seen.tables, "tables"),
                seen.files,
                seen.wayBack,
                seen.leftOut,
                seen.unfinished);
    }

    private int version() {
        long version = in.number();
        if (version < 1) {
            throw in.bad("states version " + version + " of the format, which does not exist");
        }
        if (version > Manifest.VERSION) {
            throw in.bad("is written in version " + version + " of the format, and this library reads up to version "
                    + Manifest.VERSION + "; use a newer version of the library");
        }
        return (int) version;
    }

    private Source source() {
        var seen = new Object() {
            @Nullable
            String product;

            @Nullable
            String version;

            @Nullable
            String dialect;

            @Nullable
            String schema;
        };
        in.nextObject(property -> {
            switch (property) {
                case "product" -> seen.product = in.text();
                case "version" -> seen.version = in.text();
                case "dialect" -> seen.dialect = in.text();
                case "schema" -> seen.schema = in.nextIsNull() ? null : in.string();
                default -> in.skip();
            }
        });
        return new Source(
                in.present(seen.product, "product"),
                in.present(seen.version, "version"),
                in.present(seen.dialect, "dialect"),
                seen.schema);
    }

    private WayBack wayBack() {
        var seen = new Object() {
            @Nullable
            String id;
        };
        Map<String, Map<String, BigInteger>> nextValues = new LinkedHashMap<>();
        Map<String, Map<String, String>> sequences = new LinkedHashMap<>();
        in.object(property -> {
            switch (property) {
                case "id" -> seen.id = in.text();
                case "sequences" -> in.nextObject(table -> sequences.put(table, sequences()));
                case "next_values" -> in.nextObject(table -> nextValues.put(table, nextValues()));
                default -> in.skip();
            }
        });
        return new WayBack(in.present(seen.id, "id"), nextValues, sequences);
    }

    private Map<String, String> sequences() {
        Map<String, String> columns = new LinkedHashMap<>();
        in.nextObject(column -> columns.put(column, in.text()));
        return columns;
    }

    private Map<String, BigInteger> nextValues() {
        Map<String, BigInteger> columns = new LinkedHashMap<>();
        in.nextObject(column -> columns.put(column, in.integer()));
        return columns;
    }

    private AttachedFile file() {
        var seen = new Object() {
            @Nullable
            String path;

            long bytes = -1;

            @Nullable
            String sha256;
        };
        in.object(property -> {
            switch (property) {
                case "path" -> seen.path = in.text();
                case "bytes" -> seen.bytes = in.number();
                case "sha256" -> seen.sha256 = in.text();
                default -> in.skip();
            }
        });
        String full = in.present(seen.path, "path");
        if (!full.startsWith(Manifest.FILES)) {
            throw in.bad("names a file outside " + Manifest.FILES);
        }
        if (seen.bytes < 0) {
            throw in.bad("lacks \"bytes\"");
        }
        return new AttachedFile(full.substring(Manifest.FILES.length()), seen.bytes, in.present(seen.sha256, "sha256"));
    }
}
