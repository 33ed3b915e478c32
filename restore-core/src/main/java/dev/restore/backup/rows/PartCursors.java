package dev.restore.backup.rows;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.RowShape;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.Part;
import dev.restore.backup.layout.Shape;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Makes the cursors that one file needs, by its shape. */
public final class PartCursors implements SlowRows.Cursors {

    private final JsonFactory json;
    private final ReadLimits limits;
    private final Part part;
    private final String location;
    private final TableTally.Register tables;
    private final Map<String, Long> expected;
    private final Set<String> met = new HashSet<>();
    private final RecordRows.Announced announced = new RecordRows.Announced();

    public PartCursors(
            JsonFactory json,
            ReadLimits limits,
            Part part,
            String location,
            TableTally.Register tables,
            Map<String, Long> expected) {
        this.json = json;
        this.limits = limits;
        this.part = part;
        this.location = location;
        this.tables = tables;
        this.expected = expected;
    }

    @Override
    public RowCursor over(InputStream in, long base, @Nullable String cut, @Nullable String table) {
        JsonInput input = new JsonInput(json, in, location, limits, base, cut == null ? JsonInput.CUT : cut);
        Shape.Rows shape = part.shape();
        if (shape instanceof Shape.Declared declared && !shape.alike()) {
            return new EnvelopeRows(input, tables, declared, shape.oneTable() ? table() : null);
        }
        if (shape.alike()) {
            return rows(input, elements(input));
        }
        if (shape.oneTable()) {
            TableTally only = table();
            return shape instanceof Shape.Keyed keyed
                    ? new KeyedRows(input, only, keyed.any())
                    : new OneRow(input, only);
        }
        if (table != null) {
            met.remove(table);
        }
        if (!(shape instanceof Shape.Tables all)) {
            throw new IllegalStateException("no rows in " + shape);
        }
        return new TableRows(input, tables, all, expected, met);
    }

    /** Makes a cursor over the rest of a file of records that are alike, from the start of one of them on. */
    public RowCursor from(InputStream rest, long offset) {
        boolean lines = part.shape().lines();
        InputStream in = lines ? rest : new SequenceInputStream(new ByteArrayInputStream(new byte[] {'['}), rest);
        JsonInput input = new JsonInput(json, in, location, limits, lines ? offset : offset - 1, JsonInput.CUT);
        Elements elements = elements(input);
        elements.beginsAt(offset);
        return rows(input, elements);
    }

    private Elements elements(JsonInput input) {
        if (part.shape() instanceof Shape.Objects) {
            return new Elements.OfObjects(input);
        }
        return part.shape().lines() ? new Elements.OfLines(input) : new Elements.OfArray(input, several());
    }

    /** Arrays one after the other may be of different tables, unless the caller says of which they are. */
    private boolean several() {
        return part.shape() instanceof Shape.Declared declared && declared.by() == Shape.Declared.By.CALLER;
    }

    private RowCursor rows(JsonInput input, Elements elements) {
        if (part.shape().django()) {
            return new DjangoRows(input, elements, tables);
        }
        if (part.shape() instanceof Shape.Declared declared) {
            TableTally only = declared.oneTable() ? table() : null;
            return new RecordRows(input, elements, tables, declared, only, part.table(), announced);
        }
        return new PlainRows(input, elements, table(), part.typed());
    }

    private TableTally table() {
        TableTally only = tables.get(part.table());
        String remark = part.remark();
        if (remark == null) {
            only.certain();
        } else {
            only.remark(remark);
            if (part.isOfSeveral()) {
                only.certain();
            }
        }
        return only;
    }

    @Override
    public @Nullable String tableOf(byte[] record) {
        List<String> path = List.of("model");
        if (part.shape() instanceof Shape.Declared declared) {
            if (declared.bulk()) {
                return announced.ofDamaged();
            }
            path = declared.where().table() instanceof RowShape.TableFrom.Field field ? field.path() : List.of();
        }
        try (JsonParser parser = JsonInput.parser(json, new ByteArrayInputStream(record))) {
            parser.nextToken();
            int depth = 0;
            for (String name = parser.nextName(); name != null && depth < path.size(); name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (!name.equals(path.get(depth))) {
                    parser.skipChildren();
                } else if (++depth == path.size()) {
                    return value == JsonToken.VALUE_STRING ? parser.getString() : null;
                } else if (value != JsonToken.START_OBJECT) {
                    return null;
                }
            }
            return null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
