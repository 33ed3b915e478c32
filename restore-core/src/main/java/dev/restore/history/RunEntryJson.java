package dev.restore.history;

import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunProgress;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An entry as JSON. */
final class RunEntryJson {

    private RunEntryJson() {}

    static String of(RunEntry run) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("id", run.id());
            json.writeStringProperty("kind", run.kind().name());
            json.writeStringProperty("status", run.status().name());
            json.writeBooleanProperty("closed", run.closed());
            json.writeStringProperty("by", run.by());
            text(json, "key", run.key());
            json.writeNumberProperty("attempt", run.attempt());
            json.writeBooleanProperty("resumable", run.resumable());
            json.writeStringProperty("host", run.owner().host());
            json.writeNumberProperty("process", run.owner().process());
            time(json, "created_at", run.times().createdAt());
            time(json, "started_at", run.times().startedAt());
            time(json, "ended_at", run.times().endedAt());
            time(json, "heartbeat_at", run.times().heartbeatAt());
            backup(json, run.backup());
            json.writeStringProperty("target", run.target());
            json.writeStringProperty("options", run.options());
            progress(json, run.progress());
            counts(json, run.counts());
            text(json, "error", run.error());
            text(json, "safety_backup", run.safetyBackup());
            text(json, "cancel_by", run.cancelBy());
            json.writeName("report");
            if (run.report() == null) {
                json.writeNull();
            } else {
                json.writeRawValue(run.report());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void backup(JsonGenerator json, BackupFacts backup) {
        json.writeObjectPropertyStart("backup");
        json.writeStringProperty("name", backup.name());
        json.writeStringProperty("fingerprint", backup.fingerprint());
        json.writeStringProperty("format", backup.format());
        json.writeNumberProperty("bytes", backup.bytes());
        json.writeNumberProperty("rows", backup.rows());
        json.writeNumberProperty("tables", backup.tables());
        json.writeEndObject();
    }

    private static void progress(JsonGenerator json, RunProgress progress) {
        json.writeObjectPropertyStart("progress");
        json.writeStringProperty("phase", progress.phase().name());
        json.writeStringProperty("table", progress.table());
        json.writeNumberProperty("rows", progress.rows());
        json.writeNumberProperty("bytes_read", progress.bytesRead());
        json.writeNumberProperty("bytes_total", progress.bytesTotal());
        json.writeNumberProperty("elapsed_ms", progress.elapsed().toMillis());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, RunCounts counts) {
        json.writeObjectPropertyStart("counts");
        json.writeNumberProperty("read", counts.read());
        json.writeNumberProperty("inserted", counts.inserted());
        json.writeNumberProperty("updated", counts.updated());
        json.writeNumberProperty("unchanged", counts.unchanged());
        json.writeNumberProperty("filtered", counts.filtered());
        json.writeNumberProperty("rejected", counts.rejected());
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant at) {
        text(json, name, at == null ? null : at.toString());
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
