package dev.restore.backup;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The one row of a table, an object that is the whole file. */
final class OneRow extends RowCursor {

    private final JsonParser parser;
    private final TableTally table;
    private boolean read;
    private long end;

    OneRow(JsonInput input, TableTally table) {
        super(input);
        this.parser = input.parser();
        this.table = table;
    }

    @Override
    boolean advance() {
        if (read) {
            input.requireEnd();
            return false;
        }
        read = true;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw input.error("no longer starts with an object: it changed while it was read", 0, null);
        }
        row.begin(input.tokenOffset(), false);
        decoder.fields();
        end = input.offset();
        row.number(table.next());
        return true;
    }

    @Override
    TableTally table() {
        return table;
    }

    @Override
    long recordEnd() {
        return end;
    }

    /** There is no other record behind a damaged one. */
    @Override
    @Nullable
    ResumePoint resumePoint() {
        return null;
    }
}
