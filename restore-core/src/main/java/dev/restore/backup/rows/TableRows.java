package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.ObjectCounts;
import dev.restore.backup.layout.RowKeys;
import dev.restore.backup.layout.Shape;
import dev.restore.backup.names.EntryNames;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Rows of an object whose fields are tables, itself or in an object inside it, with metadata beside them. A table is an array of
 * rows, an object of rows by their ids, one row, or null; only the target can tell the latter three from something else.
 */
final class TableRows extends RowCursor {

    private final JsonParser parser;
    private final TableTally.Register tables;
    private final @Nullable String wrapper;
    private final Set<String> byId;
    private final Map<String, Long> expectedRows;
    private boolean started;
    private boolean inWrapper;
    private boolean inTable;
    private final Set<String> empty = new LinkedHashSet<>();
    private boolean arrayMet;
    private boolean byIdMet;
    private boolean inKeyed;
    private final Set<String> met;
    private final PageMarks pages = new PageMarks();
    private @Nullable JsonToken ahead;
    private boolean firstRow;
    private long end;

    /**
     * Starts.
     *
     * @param met the tables of this document that were read before, where reading goes on in the middle of it
     */
    TableRows(
            JsonInput input,
            TableTally.Register tables,
            Shape.Tables shape,
            Map<String, Long> expectedRows,
            Set<String> met) {
        super(input);
        this.parser = input.parser();
        this.tables = tables;
        this.wrapper = shape.wrapper();
        this.byId = shape.byId();
        this.expectedRows = expectedRows;
        this.met = met;
    }

    @Override
    boolean advance() {
        if (!started) {
            started = true;
            input.requireStart(JsonToken.START_OBJECT);
        }
        while (true) {
            if (inTable) {
                if (element(table(), ahead)) {
                    return true;
                }
                continue;
            }
            String name = parser.nextName();
            if (inKeyed) {
                if (name == null) {
                    inKeyed = false;
                } else if (keyed(table(), name, parser.nextToken())) {
                    return true;
                }
            } else if (name != null) {
                if (field(name, parser.nextToken())) {
                    return true;
                }
            } else if (inWrapper) {
                inWrapper = false;
            } else {
                input.requireEnd();
                takeEmpty();
                pages.found(rowsOfTheOnly()).forEach(tables::warn);
                return false;
            }
        }
    }

    /** Takes empty objects for tables without rows where all tables are objects of rows by their ids. */
    private void takeEmpty() {
        boolean tablesById = byIdMet && !arrayMet;
        for (String name : empty) {
            if (tablesById && !PageMarks.areIn(name)) {
                begin(name, -1).remark("is an empty object, which is read as a table without rows");
            } else {
                leaveOut(name, "an empty object");
            }
        }
        empty.clear();
    }

    /** Returns how many rows the only table has that has any, or that there is. */
    private OptionalLong rowsOfTheOnly() {
        long[] rows = met.stream().mapToLong(name -> tables.get(name).rows()).toArray();
        long[] some = LongStream.of(rows).filter(count -> count > 0).toArray();
        return some.length == 1 || rows.length == 1
                ? OptionalLong.of(LongStream.of(rows).sum())
                : OptionalLong.empty();
    }

    private boolean field(String name, JsonToken token) {
        boolean tableLevel = wrapper == null || inWrapper;
        switch (token) {
            case START_OBJECT -> {
                if (!inWrapper && name.equals(wrapper)) {
                    inWrapper = true;
                    return false;
                }
                return object(name, tableLevel);
            }
            case START_ARRAY -> {
                return array(name, tableLevel);
            }
            case VALUE_NULL -> {
                if (tableLevel) {
                    begin(name, input.tokenOffset()).remark("is null, which is read as a table without rows");
                } else {
                    leaveOut(name, "null beside the tables");
                }
            }
            default -> {
                pages.see(name, name, token, parser);
                leaveOut(name, "a " + JsonInput.kind(token) + ", no rows");
            }
        }
        return false;
    }

    private boolean array(String name, boolean tableLevel) {
        long start = input.offset();
        JsonToken first = parser.nextToken();
        if (tableLevel && (first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY)) {
            TableTally found = begin(name, start);
            found.certain();
            arrayMet = true;
            inTable = first == JsonToken.START_OBJECT;
            firstRow = true;
            end = start;
            return inTable && element(found, first);
        }
        passOver(name, first);
        leaveOut(name, first == JsonToken.END_ARRAY ? "an empty array" : "an array of " + JsonInput.kind(first) + "s");
        return false;
    }

    /** Begins a table, which must be the first of its name. */
    private TableTally begin(String name, long start) {
        TableTally found = tables.get(name);
        if (!met.add(name)) {
            throw input.error("the same field twice in one object: " + EntryNames.printable(name), start, null);
        }
        current(found);
        return found;
    }

    /** Takes an object that is a field. Returns whether it is a row, or holds one, that is wanted. */
    private boolean object(String name, boolean tableLevel) {
        long start = input.tokenOffset();
        if (!tableLevel || name.equals(ObjectCounts.NAME)) {
            if (!ObjectCounts.collect(parser, name, expectedRows)) {
                leaveOut(name, "an object beside the tables");
            }
            return false;
        }
        String first = parser.nextName();
        if (first == null) {
            empty.add(name);
            return false;
        }
        if (!RowKeys.fits(first) && !byId.contains(name)) {
            return oneRow(name, first, start);
        }
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return byId(name, first, token, start);
        }
        do {
            parser.skipChildren();
        } while (parser.nextName() != null && parser.nextToken() != null);
        leaveOut(name, "an object of " + JsonInput.kind(token) + "s by their ids");
        return false;
    }

    private boolean byId(String name, String first, JsonToken token, long start) {
        TableTally found = begin(name, start);
        found.remark("is an object of rows by their ids; each key is read as the row's id");
        inKeyed = true;
        byIdMet = true;
        return keyed(found, first, token);
    }

    private boolean keyed(TableTally of, String key, @Nullable JsonToken token) {
        if (!of.wanted()) {
            parser.skipChildren();
            of.next();
            return false;
        }
        RowKeys.row(input, decoder::fields, row, key, token, of.name(), byId.contains(of.name()));
        end = input.offset();
        row.number(of.next());
        return true;
    }

    /** Reads an object that is a row if the target has a table of that name, and no row if it states row counts. */
    private boolean oneRow(String name, String first, long start) {
        boolean wanted = tables.wants(name);
        boolean counts = false;
        boolean values = false;
        row.begin(start, false);
        for (String field = first; field != null; field = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (PageMarks.areIn(name)) {
                pages.see(field, name + "." + field, token, parser);
            }
            if (token == JsonToken.START_OBJECT && field.equals(ObjectCounts.NAME)) {
                ObjectCounts.read(parser, expectedRows);
                counts = true;
            } else if (wanted && !counts) {
                decoder.value(field, token);
            } else {
                parser.skipChildren();
            }
            values |= token.isScalarValue() && token != JsonToken.VALUE_NULL;
        }
        end = input.offset();
        if (counts) {
            return false;
        }
        if (!values) {
            leaveOut(name, "an object of arrays and objects, none of which holds rows");
            return false;
        }
        TableTally found = begin(name, start);
        found.remark("is one object, which is read as its only row");
        row.number(found.next());
        return found.wanted();
    }

    private void leaveOut(String name, String what) {
        if (!tables.leaveOut(name, what)) {
            throw input.error(
                    "has thousands of fields that are not tables; name what it is, or take them away",
                    input.tokenOffset(),
                    null);
        }
    }

    /** Takes one element of a table's array. Returns whether it is a row that is wanted. */
    private boolean element(TableTally of, @Nullable JsonToken token) {
        if (token == JsonToken.END_ARRAY) {
            inTable = false;
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            throw input.error(
                    "a row of table " + EntryNames.printable(of.name()) + " is not an object but a JSON "
                            + JsonInput.kind(token),
                    input.tokenOffset(),
                    null);
        }
        row.begin(input.tokenOffset(), false);
        if (of.wanted()) {
            decoder.fields();
        } else {
            parser.skipChildren();
        }
        long after = input.offset();
        ahead = parser.nextToken();
        end = after;
        firstRow = false;
        row.number(of.next());
        return of.wanted();
    }

    /** Passes over an array that is not a table; objects in it would be rows that nobody counts. */
    private void passOver(String name, JsonToken first) {
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                throw input.error(
                        "the array " + EntryNames.printable(name) + " holds objects but is not where the tables are; "
                                + "put all tables side by side and each row in them as an object",
                        input.tokenOffset(),
                        null);
            }
            parser.skipChildren();
        }
    }

    @Override
    long recordEnd() {
        return end;
    }

    @Override
    @Nullable
    ResumePoint resumePoint() {
        if (!inTable) {
            return null;
        }
        String name = table().name();
        String array = "{" + ResumePoint.quoted(name) + ":[";
        return wrapper == null
                ? new ResumePoint(end, firstRow, name, array, "]}")
                : new ResumePoint(end, firstRow, name, "{" + ResumePoint.quoted(wrapper) + ":" + array, "]}}");
    }
}
