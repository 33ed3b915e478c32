package dev.restore.backup;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

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

    TableRows(JsonInput input, TableTally.Register tables, @Nullable String wrapper, Map<String, Long> expectedRows) {
        super(input);
        this.parser = input.parser();
        this.tables = tables;
        this.wrapper = wrapper;
        this.expectedRows = expectedRows;
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
                if (element(table(), parser.nextToken())) {
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
            JsonToken first = parser.nextToken();
            if (tableLevel && (first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY)) {
                TableTally found = tables.get(name);
                table = found;
                inTable = first == JsonToken.START_OBJECT;
                return inTable && element(found, first);
            }
            passOver(name, first);
        }
        return false;
    }

    /** Takes one element of a table's array. Returns whether it is a row that is wanted. */
    private boolean element(TableTally of, JsonToken token) {
        if (token == JsonToken.END_ARRAY) {
            inTable = false;
            return false;
        }
        long number = of.next();
        if (token != JsonToken.START_OBJECT) {
            throw input.error(
                    "row " + number + " of table " + EntryNames.printable(of.name()) + " is no object but a JSON "
                            + JsonInput.kind(token),
                    input.tokenOffset(),
                    null);
        }
        if (!of.wanted()) {
            parser.skipChildren();
            return false;
        }
        row.begin(input.tokenOffset(), false);
        row.number(number);
        decoder.fields();
        return true;
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
}
