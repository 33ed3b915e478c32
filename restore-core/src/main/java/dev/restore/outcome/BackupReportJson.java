package dev.restore.outcome;

import dev.restore.outcome.BackupReport.WrittenTable;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the report of a backup as JSON. */
final class BackupReportJson {

    private BackupReportJson() {}

    private static void texts(JsonGenerator json, String property, List<String> texts) {
        json.writeArrayPropertyStart(property);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    static String of(BackupReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("backup", report.backup());
            json.writeStringProperty("dialect", report.dialect());
            json.writeStringProperty("started_at", report.startedAt().toString());
            json.writeNumberProperty("duration_ms", report.duration().toMillis());
            json.writeNumberProperty("bytes", report.bytes());
            json.writeNumberProperty("rows", report.rows());
            if (report.files() >= 0) {
                json.writeNumberProperty("files", report.files());
            }
            json.writeArrayPropertyStart("tables");
            for (WrittenTable table : report.tables()) {
                json.writeStartObject();
                json.writeStringProperty("table", table.table());
                json.writeNumberProperty("rows", table.rows());
                json.writeNumberProperty("bytes", table.bytes());
                json.writeNumberProperty("parts", table.parts());
                json.writeNumberProperty("duration_ms", table.duration().toMillis());
                json.writeEndObject();
            }
            json.writeEndArray();
            texts(json, "left_out", report.leftOut());
            texts(json, "warnings", report.warnings());
            json.writeEndObject();
        }
        return text.toString();
    }
}
