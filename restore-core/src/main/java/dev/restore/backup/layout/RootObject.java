package dev.restore.backup.layout;

import dev.restore.backup.Survey.SurveyedField;
import dev.restore.backup.WrittenForms;
import dev.restore.backup.json.JsonInput;
import dev.restore.backup.json.RowDecoder;
import dev.restore.backup.names.EntryNames;
import dev.restore.catalog.ValueKind;
import dev.restore.outcome.BackupFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Recognises a document that starts with an object, by reading it to its end; past {@link #ENOUGH} bytes it can only be an object
 * of tables or of rows by their ids.
 */
final class RootObject {

    private static final long ENOUGH = 16 << 20;
    private static final Set<String> WRAPPERS = Set.of("data", "tables", "database");

    /** No table has more columns, and no backup more tables, than so many. */
    private static final int MAX_FIELDS = 20_000;

    private final JsonInput input;
    private final JsonParser parser;
    private final boolean lines;
    private final DjangoRecord record = new DjangoRecord();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<SurveyedField> fields = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();
    private final List<String> inWrapper = new ArrayList<>();
    private final Set<String> byId = new HashSet<>();
    private final List<String> emptyEnvelopes = new ArrayList<>();

    /** Whether the fields of the document are rows. */
    private final KeyedLook look = new KeyedLook();

    /** Fields that are rows by keys, if nothing in the document speaks of one row instead. */
    private final Set<String> perhapsById = new LinkedHashSet<>();

    private final Set<String> perhapsInWrapper = new LinkedHashSet<>();
    private @Nullable String perhapsWrapper;

    private boolean keyed = true;
    private boolean values;
    private boolean empties;
    private boolean others;
    private boolean many;
    private @Nullable String wrapper;
    private @Nullable String emptyWrapper;

    /**
     * Creates one, to be used once.
     *
     * @param lines whether the name of the file says that it has a row on each line
     */
    RootObject(JsonInput input, boolean lines) {
        this.input = input;
        this.parser = input.parser();
        this.lines = lines;
    }

    Shape shape() {
        try {
            return shapeOfAll();
        } catch (StreamReadException | BackupFormatException e) {
            boolean cut = e instanceof UnexpectedEndOfInputException;
            if (cut || lines || !rowsSeen()) {
                throw e;
            }
            // Where rows were seen it is up to their reader whether the damage is in one that can be passed over.
            return tables(List.of());
        }
    }

    private Shape tables(List<SurveyedField> asRow) {
        return new Shape.Tables(wrapper, wrapper == null ? tables : inWrapper, counts, asRow, byId);
    }

    private boolean rowsSeen() {
        return !tables.isEmpty() || wrapper != null;
    }

    private Shape shapeOfAll() {
        parser.nextToken();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            record.see(name, parser);
            field(name, token);
            if (decided()) {
                return allKeyed() ? new Shape.Keyed(false) : tables(List.of());
            }
        }
        if (somethingFollows() || lines || record.matches()) {
            return record.matches() ? new Shape.Django(true) : new Shape.Lines();
        }
        if (allKeyed()) {
            return new Shape.Keyed(false);
        }
        takeById();
        if (!rowsSeen() && emptyEnvelopes.size() == 1) {
            tables.addAll(emptyEnvelopes);
        }
        if (!rowsSeen() && counts.isEmpty() && look.fits()) {
            return new Shape.Keyed(true);
        }
        if (wrapper != null && !tables.isEmpty()) {
            BackupFormatException both = input.error(
                    "has tables both at the top (" + EntryNames.printable(tables.get(0)) + ") and in \"" + wrapper
                            + "\"; put all of them side by side",
                    -1,
                    null);
            tables.clear();
            wrapper = null;
            throw both;
        }
        if (rowsSeen() || (empties && !others)) {
            return tables(many ? List.of() : fields);
        }
        if (emptyWrapper != null) {
            wrapper = emptyWrapper;
            return tables(many ? List.of() : fields);
        }
        return withoutRows();
    }

    /** Takes objects of rows by keys that do not look like ids, at the top where no value there makes one row of the document. */
    private void takeById() {
        if (wrapper == null && tables.isEmpty()) {
            wrapper = perhapsWrapper;
        }
        if (wrapper == null && !values) {
            tables.addAll(perhapsById);
            byId.addAll(perhapsById);
        } else if (wrapper != null && wrapper.equals(perhapsWrapper)) {
            inWrapper.addAll(perhapsInWrapper);
            byId.addAll(perhapsInWrapper);
        }
    }

    private Shape withoutRows() {
        if (!counts.isEmpty()) {
            return new Shape.Metadata(counts);
        }
        if (fields.isEmpty()) {
            return new Shape.NoRow("an empty JSON object");
        }
        return values && !many
                ? new Shape.Single("")
                : new Shape.NoRow("a JSON object of arrays and objects, none of which holds rows");
    }

    private boolean allKeyed() {
        return keyed && (many || !fields.isEmpty());
    }

    private boolean somethingFollows() {
        try {
            return parser.nextToken() != null;
        } catch (StreamReadException | BackupFormatException e) {
            if (lines || record.matches()) {
                return true;
            }
            throw e;
        }
    }

    private void field(String name, JsonToken token) {
        keyed &= token == JsonToken.START_OBJECT && RowKeys.fits(name);
        if (fields.size() < MAX_FIELDS) {
            fields.add(new SurveyedField(name, 1, Set.of(kind(token)), WrittenForms.none()));
        } else {
            many = true;
        }
        switch (token) {
            case START_ARRAY -> {
                look.other();
                array(name);
            }
            case START_OBJECT -> {
                look.begin();
                object(name);
                look.end();
            }
            default -> {
                look.other();
                others = true;
                values |= token != JsonToken.VALUE_NULL;
            }
        }
    }

    private static ValueKind kind(JsonToken token) {
        return RowDecoder.kindOf(token);
    }

    private void array(String name) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            table(name);
        } else if (first == JsonToken.END_ARRAY) {
            empties = true;
            if (Part.isEnvelope(name)) {
                emptyEnvelopes.add(name);
            }
        } else {
            others = true;
        }
        skipArray(first);
    }

    private void table(String name) {
        if (tables.size() < MAX_FIELDS) {
            tables.add(name);
        }
    }

    private void object(String name) {
        if (name.equals(ObjectCounts.NAME)) {
            others = true;
            ObjectCounts.read(parser, counts);
            return;
        }
        boolean mayWrap = wrapper == null && WRAPPERS.contains(name);
        boolean first = true;
        boolean rows = false;
        KeyedLook within = new KeyedLook();
        for (String inner = parser.nextName(); inner != null; inner = parser.nextName()) {
            JsonToken token = parser.nextToken();
            look.field(inner, token);
            rows |= first && token == JsonToken.START_OBJECT && RowKeys.fits(inner);
            first = false;
            if (token != JsonToken.START_OBJECT) {
                within.other();
            }
            if (mayWrap && token == JsonToken.START_ARRAY) {
                wrapped(name, inner);
            } else if (token == JsonToken.START_ARRAY) {
                elements();
            } else if (token == JsonToken.START_OBJECT && inner.equals(ObjectCounts.NAME)) {
                within.other();
                ObjectCounts.read(parser, counts);
            } else if (mayWrap && token == JsonToken.START_OBJECT && !RowKeys.fits(inner)) {
                wrappedObject(name, inner, within);
            } else if (token == JsonToken.START_OBJECT) {
                within.object(parser);
            }
            if (decided()) {
                break;
            }
        }
        if (rows && !keyed) {
            table(name);
        }
        others |= !rows && !name.equals(wrapper);
        if (!rows && within.fits()) {
            perhapsById.add(name);
        }
    }

    /** An array of objects in an object shows that this is no row. */
    private void elements() {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            look.other();
        }
        skipArray(first);
    }

    private void wrapped(String name, String inner) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            wrapper = name;
            if (inWrapper.size() < MAX_FIELDS) {
                inWrapper.add(inner);
            }
        } else if (first == JsonToken.END_ARRAY) {
            emptyWrapper = name;
        }
        skipArray(first);
    }

    /** Takes an object in a wrapper: a table of rows by their ids, or a row of a table that only is called like a wrapper. */
    private void wrappedObject(String name, String inner, KeyedLook around) {
        KeyedLook within = new KeyedLook();
        boolean first = true;
        boolean rows = false;
        around.begin();
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            JsonToken token = parser.nextToken();
            around.field(field, token);
            if (first && token == JsonToken.START_OBJECT && RowKeys.fits(field)) {
                rows = true;
                wrapper = name;
                inWrapper.add(inner);
            }
            first = false;
            if (token == JsonToken.START_OBJECT) {
                within.object(parser);
            } else {
                within.other();
                parser.skipChildren();
            }
            if (decided()) {
                break;
            }
        }
        around.end();
        if (!rows && within.fits() && (perhapsWrapper == null || perhapsWrapper.equals(name))) {
            perhapsWrapper = name;
            perhapsInWrapper.add(inner);
        }
    }

    private void skipArray(JsonToken first) {
        JsonToken token = first;
        while (token != JsonToken.END_ARRAY && !decided()) {
            parser.skipChildren();
            token = parser.nextToken();
        }
    }

    private boolean decided() {
        return !lines && (rowsSeen() || allKeyed()) && input.offset() > ENOUGH;
    }
}
