package dev.restore.plan;

import dev.restore.backup.LeftOut;
import dev.restore.catalog.Trigger;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.TriggerMeasure;
import dev.restore.dialect.TriggerMeasure.TableTriggers;
import dev.restore.outcome.Problem;
import dev.restore.plan.RestorePlan.Emptied;
import dev.restore.plan.TablePlan.Assignment;
import dev.restore.plan.TablePlan.ConflictRule;
import dev.restore.plan.TablePlan.FixedValue;
import dev.restore.plan.TablePlan.ManyToMany;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a plan as JSON. */
final class PlanJson {

    private PlanJson() {}

    static String of(RestorePlan plan) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeBooleanProperty("feasible", plan.feasible());
            json.writeStringProperty("backup", plan.backup());
            json.writeStringProperty("format", plan.survey().format());
            json.writeNumberProperty("bytes", plan.survey().bytes());
            json.writeStringProperty("dialect", plan.dialect());
            json.writeStringProperty("mode", plan.mode().name());
            json.writeArrayPropertyStart("tables");
            for (TablePlan table : plan.tables()) {
                table(json, table);
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("foreign_keys");
            json.writeStringProperty("measure", plan.measure().kind().name());
            json.writeBooleanProperty("any_order", plan.measure().anyOrder());
            json.writeStringProperty("reason", plan.measure().reason());
            json.writeEndObject();
            triggers(json, plan);
            json.writeArrayPropertyStart("rebuilt");
            for (Rebuilt rebuilt : plan.scope().rebuilt()) {
                json.writeStartObject();
                json.writeStringProperty("table", rebuilt.table().toString());
                json.writeStringProperty("kind", rebuilt.kind().name());
                json.writeStringProperty("name", rebuilt.name());
                json.writeStringProperty("reason", rebuilt.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("rows_to_delete", plan.rowsToDelete());
            json.writeArrayPropertyStart("emptied");
            for (Emptied emptied : plan.emptied()) {
                json.writeStartObject();
                json.writeStringProperty("table", emptied.table());
                json.writeNumberProperty("rows", emptied.rows());
                json.writeBooleanProperty("in_backup", emptied.inBackup());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (plan.safetyBackup() != null) {
                json.writeStringProperty("safety_backup", plan.safetyBackup());
            }
            FilesPlan files = plan.files();
            if (files != null) {
                json.writeObjectPropertyStart("files");
                json.writeStringProperty("directory", files.directory());
                json.writeNumberProperty("files", files.files());
                json.writeNumberProperty("bytes", files.bytes());
                json.writeNumberProperty("present", files.present());
                json.writeEndObject();
            }
            strings(
                    json,
                    "left_out",
                    plan.survey().leftOut().stream().map(LeftOut::describe).toList());
            strings(json, "notes", plan.notes());
            problems(json, plan.problems());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void triggers(JsonGenerator json, RestorePlan plan) {
        TriggerMeasure measure = plan.scope().triggers();
        json.writeObjectPropertyStart("triggers");
        json.writeStringProperty("measure", measure.suppressed() ? "SUPPRESS" : "FIRE");
        json.writeArrayPropertyStart("fired");
        for (TableTriggers table : measure.tables()) {
            for (Trigger trigger : table.triggers()) {
                json.writeStartObject();
                json.writeStringProperty("table", table.table().toString());
                json.writeStringProperty("kind", trigger.kind().name());
                json.writeStringProperty("name", trigger.name());
                strings(
                        json,
                        "events",
                        trigger.events().stream().map(Enum::name).toList());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, TablePlan table) {
        json.writeStartObject();
        json.writeStringProperty("source", table.source());
        json.writeStringProperty("table", table.target().name().toString());
        json.writeNumberProperty("expected_rows", table.expectedRows());
        json.writeArrayPropertyStart("columns");
        for (Assignment assignment : table.columns()) {
            json.writeStartObject();
            json.writeStringProperty("field", assignment.field());
            json.writeStringProperty("column", assignment.column().name());
            json.writeStringProperty("type", assignment.column().type().name());
            json.writeStringProperty("conversion", assignment.conversion());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("fixed");
        for (FixedValue fixed : table.fixed()) {
            json.writeStartObject();
            json.writeStringProperty("column", fixed.column().name());
            json.writeName("value");
            value(json, fixed.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(json, "left_out", table.ignored());
        ConflictRule conflict = table.conflict();
        json.writeStringProperty(
                "conflict", conflict == null ? "fail" : conflict.action().name().toLowerCase(Locale.ROOT));
        json.writeArrayPropertyStart("joins");
        for (ManyToMany join : table.joins()) {
            json.writeStartObject();
            json.writeStringProperty("field", join.field());
            json.writeStringProperty("table", join.joinTable().name().toString());
            json.writeStringProperty("owner", join.owner().name());
            json.writeStringProperty("element", join.element().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number) {
            json.writeRawValue(value.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    private static void problems(JsonGenerator json, List<Problem> problems) {
        json.writeArrayPropertyStart("problems");
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringProperty("kind", problem.kind().name());
            json.writeStringProperty("subject", problem.subject());
            json.writeStringProperty("message", problem.message());
            json.writeStringProperty("remedy", problem.remedy());
            json.writeBooleanProperty("retryable", problem.retryable());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
