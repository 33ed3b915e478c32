package dev.restore.backup;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Rows of one table in an object by their ids. */
final class KeyedRows extends RowCursor {

    private final JsonParser parser;
    private final TableTally table;
    private boolean started;
    private long end;

    KeyedRows(JsonInput input, TableTally table) {
        super(input);
        this.parser = input.parser();
        this.table = table;
    }

    @Override
    boolean advance() {
        if (!started) {
            started = true;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw input.error("no longer starts with an object: it changed while it was read", 0, null);
            }
        }
        String key = parser.nextName();
        if (key == null) {
            input.requireEnd();
            return false;
        }
        RowKeys.row(input, decoder, row, key, parser.nextToken(), table.name());
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

    /** What is damaged in it may be a key, so that nothing certain is known of what follows. */
    @Override
    @Nullable
    ResumePoint resumePoint() {
        return null;
    }
}
