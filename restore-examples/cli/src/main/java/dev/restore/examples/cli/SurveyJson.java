package dev.restore.examples.cli;

import dev.restore.backup.Manifest;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.Survey.SurveyedTable;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what is in a backup as JSON. */
final class SurveyJson {

    private SurveyJson() {}

    static String of(String backup, Survey survey, @Nullable Manifest manifest, int files) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("backup", backup);
            json.writeStringProperty("format", survey.format());
            json.writeBooleanProperty("django", survey.django());
            json.writeNumberProperty("bytes", survey.bytes());
            json.writeNumberProperty(
                    "rows",
                    survey.tables().stream().mapToLong(SurveyedTable::rows).sum());
            if (manifest != null) {
                json.writeNumberProperty("format_version", manifest.version());
                json.writeStringProperty("created_at", manifest.createdAt().toString());
                json.writeStringProperty("source_product", manifest.source().product());
                json.writeStringProperty("source_version", manifest.source().version());
                json.writeStringProperty("schema_fingerprint", manifest.fingerprint());
                json.writeBooleanProperty("unfinished_restore", manifest.unfinished());
                json.writeArrayPropertyStart("not_written");
                manifest.leftOut().forEach(json::writeString);
                json.writeEndArray();
            }
            if (files >= 0) {
                json.writeNumberProperty("files", files);
            }
            json.writeArrayPropertyStart("tables");
            for (SurveyedTable table : survey.tables()) {
                table(json, survey, table);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("left_out");
            survey.leftOut().forEach(left -> json.writeString(left.describe()));
            json.writeEndArray();
            json.writeName("metadata_agrees");
            if (survey.expectedRows().isEmpty()) {
                json.writeNull();
            } else {
                json.writeBoolean(Counts.differences(survey).isEmpty());
            }
            json.writeArrayPropertyStart("differences");
            for (String difference : Counts.differences(survey)) {
                json.writeString(difference);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void table(JsonGenerator json, Survey survey, SurveyedTable table) {
        json.writeStartObject();
        json.writeStringProperty("table", table.name());
        json.writeNumberProperty("rows", table.rows());
        json.writeNumberProperty("bytes", table.bytes());
        if (!table.certain()) {
            json.writeBooleanProperty("certain", false);
        }
        Long said = survey.expectedRows().get(table.name());
        if (said != null) {
            json.writeNumberProperty("metadata_rows", said);
        }
        json.writeArrayPropertyStart("fields");
        for (SurveyedField field : table.fields()) {
            json.writeStartObject();
            json.writeStringProperty("field", field.name());
            json.writeNumberProperty("rows", field.rows());
            json.writeArrayPropertyStart("kinds");
            field.kinds().stream().sorted().forEach(kind -> json.writeString(kind.name()));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
