package dev.restore.outcome;

import dev.restore.outcome.DrillReport.DrilledTable;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the evidence of a drill as JSON. */
final class DrillReportJson {

    private DrillReportJson() {}

    static String of(DrillReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeBooleanProperty("passed", report.passed());
            json.writeStringProperty("backup", report.backup());
            json.writeStringProperty("format", report.format());
            json.writeStringProperty("database", report.database());
            json.writeStringProperty("started_at", report.startedAt().toString());
            json.writeNumberProperty("duration_ms", report.duration().toMillis());
            json.writeNumberProperty("rows", report.rows());
            json.writeArrayPropertyStart("tables");
            for (DrilledTable table : report.tables()) {
                json.writeStartObject();
                json.writeStringProperty("table", table.table());
                json.writeNumberProperty("rows", table.rows());
                json.writeNumberProperty("restored", table.restored());
                json.writeNumberProperty("different", table.different());
                json.writeNumberProperty("columns", table.columns());
                json.writeNumberProperty("foreign_keys", table.foreignKeys());
                strings(json, table.notes());
                json.writeEndObject();
            }
            json.writeEndArray();
            strings(json, report.notes());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void strings(JsonGenerator json, List<String> notes) {
        json.writeArrayPropertyStart("notes");
        notes.forEach(json::writeString);
        json.writeEndArray();
    }
}
