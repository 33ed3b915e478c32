package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Rows of one table in an object that is the whole file. Where one is damaged nothing certain is known of what follows. */
abstract class ObjectRows extends RowCursor {

    private final TableTally table;
    private boolean started;
    private long end;

    ObjectRows(JsonInput input, TableTally table) {
        super(input);
        this.table = table;
    }

    @Override
    final boolean advance() {
        boolean first = !started;
        if (first) {
            started = true;
            input.requireStart(JsonToken.START_OBJECT);
        }
        if (!read(first)) {
            input.requireEnd();
            return false;
        }
        end = input.offset();
        row.number(table.next());
        return true;
    }

    /**
     * Reads the next row, false after the last one.
     *
     * @param first whether the parser is at the start of the object
     */
    abstract boolean read(boolean first);

    @Override
    final TableTally table() {
        return table;
    }

    @Override
    final long recordEnd() {
        return end;
    }

    @Override
    @Nullable
    final ResumePoint resumePoint() {
        return null;
    }
}
