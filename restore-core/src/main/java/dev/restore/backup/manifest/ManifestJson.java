package dev.restore.backup.manifest;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestColumn;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.backup.Manifest.Reference;
import dev.restore.backup.Manifest.WayBack;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a manifest as JSON: one line for each table, for people who look into it. */
public final class ManifestJson {

    private final JsonGenerator json;

    private ManifestJson(JsonGenerator json) {
        this.json = json;
    }

    public static byte[] of(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            new ManifestJson(generator).write(manifest);
            generator.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private void write(Manifest manifest) {
        json.writeStartObject();
        json.writeStringProperty("format", Manifest.FORMAT);
        json.writeNumberProperty("version", manifest.version());
        json.writeStringProperty("created_at", manifest.createdAt().toString());
        json.writeObjectPropertyStart("source");
        json.writeStringProperty("product", manifest.source().product());
        json.writeStringProperty("version", manifest.source().version());
        json.writeStringProperty("dialect", manifest.source().dialect());
        json.writeName("schema");
        String schema = manifest.source().schema();
        if (schema == null) {
            json.writeNull();
        } else {
            json.writeString(schema);
        }
        json.writeEndObject();
        json.writeStringProperty("schema_fingerprint", manifest.fingerprint());
        json.writeObjectPropertyStart("object_counts");
        for (ManifestTable table : manifest.tables()) {
            json.writeNumberProperty(table.name(), table.rows());
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("tables");
        for (ManifestTable table : manifest.tables()) {
            json.writeRaw('\n');
            write(table);
        }
        json.writeEndArray();
        if (manifest.files() != null) {
            json.writeArrayPropertyStart("files");
            for (AttachedFile file : manifest.files()) {
                json.writeRaw('\n');
                json.writeStartObject();
                json.writeStringProperty("path", Manifest.FILES + file.path());
                json.writeNumberProperty("bytes", file.bytes());
                json.writeStringProperty("sha256", file.sha256());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!manifest.leftOut().isEmpty()) {
            names("left_out", manifest.leftOut());
        }
        if (manifest.unfinished()) {
            json.writeBooleanProperty("unfinished_restore", true);
        }
        json.writeName("way_back");
        write(manifest.wayBack());
        json.writeEndObject();
    }

    private void write(@Nullable WayBack wayBack) {
        if (wayBack == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("id", wayBack.id());
        json.writeObjectPropertyStart("next_values");
        wayBack.nextValues().forEach((table, columns) -> {
            json.writeObjectPropertyStart(table);
            columns.forEach(json::writeNumberProperty);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeObjectPropertyStart("sequences");
        wayBack.sequences().forEach((table, columns) -> {
            json.writeObjectPropertyStart(table);
            columns.forEach(json::writeStringProperty);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(ManifestTable table) {
        json.writeStartObject();
        json.writeStringProperty("name", table.name());
        json.writeNumberProperty("rows", table.rows());
        json.writeBooleanProperty("filtered", table.filtered());
        json.writeArrayPropertyStart("columns");
        for (ManifestColumn column : table.columns()) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("type", column.type());
            json.writeStringProperty("family", column.family().name());
            json.writeBooleanProperty("nullable", column.nullable());
            json.writeEndObject();
        }
        json.writeEndArray();
        names("primary_key", table.primaryKey());
        json.writeArrayPropertyStart("unique_keys");
        for (List<String> key : table.uniqueKeys()) {
            json.writeStartArray();
            key.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndArray();
        if (!table.naturalKey().isEmpty()) {
            names("natural_key", table.naturalKey());
        }
        json.writeArrayPropertyStart("foreign_keys");
        for (Reference key : table.foreignKeys()) {
            json.writeStartObject();
            names("columns", key.columns());
            json.writeStringProperty("table", key.table());
            names("referenced_columns", key.referencedColumns());
            if (key.writtenIn() != null) {
                json.writeStringProperty("written_in", key.writtenIn());
                names("natural_key", key.naturalKey());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("fingerprint", table.fingerprint());
        json.writeArrayPropertyStart("parts");
        for (ManifestPart part : table.parts()) {
            json.writeStartObject();
            json.writeStringProperty("path", part.path());
            json.writeNumberProperty("rows", part.rows());
            json.writeNumberProperty("bytes", part.bytes());
            json.writeStringProperty("sha256", part.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void names(String property, List<String> names) {
        json.writeArrayPropertyStart(property);
        names.forEach(json::writeString);
        json.writeEndArray();
    }
}
