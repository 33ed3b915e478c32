package dev.restore.outcome;

import dev.restore.outcome.VerifyReport.VerifiedTable;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the report of a verification as JSON. */
final class VerifyReportJson {

    private VerifyReportJson() {}

    static String of(VerifyReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeBooleanProperty("agrees", report.agrees());
            json.writeStringProperty("backup", report.backup());
            json.writeStringProperty("format", report.format());
            if (report.dialect() == null) {
                json.writeNullProperty("dialect");
            } else {
                json.writeStringProperty("dialect", report.dialect());
            }
            json.writeStringProperty("started_at", report.startedAt().toString());
            json.writeNumberProperty("duration_ms", report.duration().toMillis());
            json.writeNumberProperty("rows", report.rows());
            if (report.files() >= 0) {
                json.writeNumberProperty("files", report.files());
            }
            texts(json, "differences", report.differences());
            texts(json, "left_out", report.leftOut());
            texts(json, "warnings", report.warnings());
            json.writeArrayPropertyStart("tables");
            for (VerifiedTable table : report.tables()) {
                json.writeStartObject();
                json.writeStringProperty("table", table.table());
                json.writeNumberProperty("rows", table.rows());
                if (report.dialect() != null) {
                    json.writeNumberProperty("database_rows", table.databaseRows());
                    json.writeNumberProperty("different", table.different());
                    texts(json, "examples", table.examples());
                    texts(json, "notes", table.notes());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
