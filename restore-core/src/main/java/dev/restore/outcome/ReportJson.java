package dev.restore.outcome;

import dev.restore.catalog.Violation;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a report or a row of it as JSON. */
final class ReportJson {

    private ReportJson() {}

    static String of(RestoreReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("outcome", report.outcome().name());
            json.writeStringProperty("backup", report.backup());
            json.writeStringProperty("format", report.format());
            json.writeStringProperty("dialect", report.dialect());
            json.writeStringProperty("started_at", report.startedAt().toString());
            json.writeNumberProperty("duration_ms", report.duration().toMillis());
            json.writeNumberProperty("peak_heap_bytes", report.peakHeapBytes());
            json.writeArrayPropertyStart("tables");
            for (TableReport table : report.tables()) {
                json.writeStartObject();
                json.writeStringProperty("table", table.table());
                counters(json, table);
                json.writeStringProperty("strategy", table.strategy());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("totals");
            counters(json, report.totals());
            json.writeEndObject();
            json.writeNumberProperty("rows_earlier", report.rowsEarlier());
            keys(json, report.keys());
            json.writeArrayPropertyStart("rejects");
            for (RowError row : report.rejects()) {
                reject(json, row);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("violations");
            for (Violation violation : report.violations()) {
                json.writeStartObject();
                json.writeStringProperty("table", violation.foreignKey().table().toString());
                json.writeStringProperty("foreign_key", violation.foreignKey().describe());
                json.writeNumberProperty("rows", violation.rows());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("warnings");
            for (String warning : report.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("left_out");
            report.leftOut().forEach(json::writeString);
            json.writeEndArray();
            if (report.rejectsDir() == null) {
                json.writeNullProperty("rejects_dir");
            } else {
                json.writeStringProperty("rejects_dir", report.rejectsDir());
            }
            files(json, report.files());
            if (report.safetyBackup() == null) {
                json.writeNullProperty("safety_backup");
            } else {
                json.writeStringProperty("safety_backup", report.safetyBackup());
            }
            if (report.error() == null) {
                json.writeNullProperty("error");
            } else {
                json.writeStringProperty("error", report.error());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void keys(JsonGenerator json, List<MappedKeys> keys) {
        if (keys.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("keys");
        for (MappedKeys table : keys) {
            json.writeStartObject();
            json.writeStringProperty("table", table.table());
            json.writeNumberProperty("matched", table.matched());
            json.writeNumberProperty("other_key", table.otherKey());
            json.writeNumberProperty("inserted", table.added() + table.renumbered());
            json.writeNumberProperty("renumbered", table.renumbered());
            json.writeNumberProperty("created", table.created());
            json.writeNumberProperty("identified", table.identified());
            json.writeNumberProperty("references", table.references());
            json.writeNumberProperty("cleared", table.cleared());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void files(JsonGenerator json, @Nullable RestoredFiles files) {
        if (files == null) {
            json.writeNullProperty("files");
            return;
        }
        json.writeObjectPropertyStart("files");
        json.writeStringProperty("directory", files.directory());
        json.writeNumberProperty("files", files.files());
        json.writeNumberProperty("bytes", files.bytes());
        json.writeBooleanProperty("in_place", files.inPlace());
        if (files.staged() == null) {
            json.writeNullProperty("staged");
        } else {
            json.writeStringProperty("staged", files.staged());
        }
        json.writeEndObject();
    }

    static String of(RowError row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            reject(json, row);
        }
        return text.toString();
    }

    private static void reject(JsonGenerator json, RowError row) {
        json.writeStartObject();
        json.writeStringProperty("table", row.table());
        json.writeNumberProperty("row", row.row());
        json.writeStringProperty("location", row.location());
        json.writeNumberProperty("offset", row.offset());
        json.writeStringProperty("column", row.column());
        json.writeStringProperty("sqlstate", row.sqlState());
        json.writeStringProperty("reason", row.reason());
        json.writeEndObject();
    }

    private static void counters(JsonGenerator json, TableReport table) {
        json.writeNumberProperty("read", table.read());
        json.writeNumberProperty("inserted", table.inserted());
        json.writeNumberProperty("updated", table.updated());
        json.writeNumberProperty("unchanged", table.unchanged());
        json.writeNumberProperty("filtered", table.filtered());
        json.writeNumberProperty("rejected", table.rejected());
        json.writeNumberProperty("duration_ms", table.duration().toMillis());
        json.writeObjectPropertyStart("by_strategy");
        json.writeNumberProperty("bulk", table.byStrategy().bulk());
        json.writeNumberProperty("parts", table.byStrategy().parts());
        json.writeNumberProperty("insert", table.byStrategy().insert());
        json.writeNumberProperty("text", table.byStrategy().text());
        json.writeEndObject();
    }
}
