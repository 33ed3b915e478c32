package dev.restore.engine.content;

import dev.restore.catalog.TableName;
import dev.restore.engine.content.ContentState.ColumnSums;
import dev.restore.engine.content.ContentState.Sums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes and reads what the comparison of contents needs, as a part of a checkpoint. */
public final class ContentStateJson {

    private ContentStateJson() {}

    /** Writes an array, the value of a property. */
    public static void write(JsonGenerator json, ContentState state) {
        json.writeStartArray();
        state.uncompared().forEach((table, reason) -> {
            start(json, table);
            json.writeStringProperty("uncompared", reason);
            json.writeEndObject();
        });
        for (Sums sums : state.sums()) {
            start(json, sums.table());
            json.writeBooleanProperty("before", sums.before());
            json.writeNumberProperty("rows", sums.rows());
            json.writeArrayPropertyStart("columns");
            for (ColumnSums column : sums.columns()) {
                json.writeStartArray();
                json.writeString(column.name());
                json.writeBoolean(column.known());
                json.writeNumber(column.values());
                json.writeNumber(column.places());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void start(JsonGenerator json, TableName table) {
        json.writeStartObject();
        if (table.schema() != null) {
            json.writeStringProperty("schema", table.schema());
        }
        json.writeStringProperty("table", table.name());
    }

    /** Reads the array at whose beginning the parser stands. */
    public static ContentState read(JsonParser json) {
        List<Sums> sums = new ArrayList<>();
        Map<TableName, String> uncompared = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            readEntry(json, sums, uncompared);
        }
        return new ContentState(sums, uncompared);
    }

    private static void readEntry(JsonParser json, List<Sums> sums, Map<TableName, String> uncompared) {
        @Nullable String schema = null;
        @Nullable String table = null;
        @Nullable String reason = null;
        boolean before = false;
        long rows = 0;
        List<ColumnSums> columns = new ArrayList<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "schema" -> schema = json.getString();
                case "table" -> table = json.getString();
                case "uncompared" -> reason = json.getString();
                case "before" -> before = json.getBooleanValue();
                case "rows" -> rows = json.getLongValue();
                case "columns" -> readColumns(json, columns);
                default -> json.skipChildren();
            }
        }
        TableName known = new TableName(schema, Objects.requireNonNull(table, "table"));
        if (reason == null) {
            sums.add(new Sums(known, before, rows, columns));
        } else {
            uncompared.put(known, reason);
        }
    }

    private static void readColumns(JsonParser json, List<ColumnSums> columns) {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            json.nextToken();
            String name = json.getString();
            json.nextToken();
            boolean known = json.getBooleanValue();
            json.nextToken();
            long values = json.getLongValue();
            json.nextToken();
            columns.add(new ColumnSums(name, known, values, json.getLongValue()));
            json.nextToken();
        }
    }
}
