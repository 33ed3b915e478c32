package dev.restore.backup;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/** Rows of an object whose fields are tables, itself or in an object inside it, with metadata beside them. */
final class TableRows extends RowCursor {

    private final JsonParser parser;
    private final TableTally.Register tables;
    private final @Nullable String wrapper;
    private final Map<String, Long> expectedRows;
    private @Nullable TableTally table;
    private boolean started;
    private boolean inWrapper;
    private boolean inTable;
    private final Set<String> met;
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
            @Nullable String wrapper,
            Map<String, Long> expectedRows,
            Set<String> met) {
        super(input);
        this.parser = input.parser();
        this.tables = tables;
        this.wrapper = wrapper;
        this.expectedRows = expectedRows;
        this.met = met;
    }

    @Override
    boolean advance() {
        if (!started) {
            started = true;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw input.error("no longer starts with an object: it changed while it was read", 0, null);
            }
        }
        while (true) {
            if (inTable) {
                if (element(table(), ahead)) {
                    return true;
                }
                continue;
            }
            String name = parser.nextName();
            if (name != null) {
                if (field(name, parser.nextToken())) {
                    return true;
                }
            } else if (inWrapper) {
                inWrapper = false;
            } else {
                input.requireEnd();
                return false;
            }
        }
    }

    private boolean field(String name, JsonToken token) {
        boolean tableLevel = wrapper == null || inWrapper;
        if (token == JsonToken.START_OBJECT) {
            if (!inWrapper && name.equals(wrapper)) {
                inWrapper = true;
            } else {
                ObjectCounts.collect(parser, name, expectedRows);
            }
        } else if (token == JsonToken.START_ARRAY) {
            long start = input.offset();
            JsonToken first = parser.nextToken();
            if (tableLevel && (first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY)) {
                TableTally found = tables.get(name);
                if (!met.add(name)) {
                    throw input.error("the same field twice in one object: " + EntryNames.printable(name), start, null);
                }
                table = found;
                inTable = first == JsonToken.START_OBJECT;
                firstRow = true;
                end = start;
                return inTable && element(found, first);
            }
            passOver(name, first);
        }
        return false;
    }

    /** Takes one element of a table's array. Returns whether it is a row that is wanted. */
    private boolean element(TableTally of, @Nullable JsonToken token) {
        if (token == JsonToken.END_ARRAY) {
            inTable = false;
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            throw input.error(
                    "a row of table " + EntryNames.printable(of.name()) + " is no object but a JSON "
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
        long behind = input.offset();
        ahead = parser.nextToken();
        end = behind;
        firstRow = false;
        row.number(of.next());
        return of.wanted();
    }

    /** Passes over an array that is no table; objects in it would be rows that nobody counts. */
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
    TableTally table() {
        if (table == null) {
            throw new IllegalStateException("no row yet");
        }
        return table;
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
        String array = "{" + quoted(name) + ":[";
        return wrapper == null
                ? new ResumePoint(end, firstRow, name, array, "]}")
                : new ResumePoint(end, firstRow, name, "{" + quoted(wrapper) + ":" + array, "]}}");
    }

    private static String quoted(String name) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(name)) + '"';
    }
}
