package dev.restore.outcome;

import dev.restore.outcome.Inspection.InspectedField;
import dev.restore.outcome.Inspection.InspectedTable;
import dev.restore.outcome.Inspection.Origin;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what is in a backup as JSON. */
final class InspectionJson {

    private InspectionJson() {}

    static String of(Inspection backup) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("backup", backup.backup());
            json.writeStringProperty("format", backup.format());
            json.writeBooleanProperty("django", backup.django());
            json.writeNumberProperty("bytes", backup.bytes());
            json.writeNumberProperty("rows", backup.rows());
            Origin origin = backup.origin();
            if (origin != null) {
                json.writeNumberProperty("format_version", origin.formatVersion());
                json.writeStringProperty("created_at", origin.createdAt().toString());
                json.writeStringProperty("source_product", origin.product());
                json.writeStringProperty("source_version", origin.version());
                json.writeStringProperty("schema_fingerprint", origin.fingerprint());
                json.writeBooleanProperty("unfinished_restore", origin.unfinished());
                json.writeArrayPropertyStart("not_written");
                origin.notWritten().forEach(json::writeString);
                json.writeEndArray();
            }
            if (backup.files() >= 0) {
                json.writeNumberProperty("files", backup.files());
            }
            json.writeArrayPropertyStart("tables");
            backup.tables().forEach(table -> table(json, table));
            json.writeEndArray();
            json.writeArrayPropertyStart("left_out");
            backup.leftOut().forEach(json::writeString);
            json.writeEndArray();
            json.writeName("metadata_agrees");
            if (backup.countsStated()) {
                json.writeBoolean(backup.differences().isEmpty());
            } else {
                json.writeNull();
            }
            json.writeArrayPropertyStart("differences");
            backup.differences().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void table(JsonGenerator json, InspectedTable table) {
        json.writeStartObject();
        json.writeStringProperty("table", table.table());
        json.writeNumberProperty("rows", table.rows());
        json.writeNumberProperty("bytes", table.bytes());
        if (!table.certain()) {
            json.writeBooleanProperty("certain", false);
        }
        if (table.statedRows() != null) {
            json.writeNumberProperty("metadata_rows", table.statedRows());
        }
        json.writeArrayPropertyStart("fields");
        table.fields().forEach(field -> field(json, field));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void field(JsonGenerator json, InspectedField field) {
        json.writeStartObject();
        json.writeStringProperty("field", field.field());
        json.writeNumberProperty("rows", field.rows());
        json.writeArrayPropertyStart("kinds");
        field.kinds().stream().sorted().forEach(kind -> json.writeString(kind.name()));
        json.writeEndArray();
        json.writeEndObject();
    }
}
