package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import org.jspecify.annotations.Nullable;

/** Rows of one table, each an object with its fields. */
final class PlainRows extends RowCursor {

    private final Elements elements;
    private final TableTally table;

    PlainRows(JsonInput input, Elements elements, TableTally table, boolean typed) {
        super(input, typed);
        this.elements = elements;
        this.table = table;
    }

    @Override
    boolean advance() {
        if (!elements.next()) {
            return false;
        }
        row.begin(input.tokenOffset(), false);
        decoder.fields();
        elements.finish();
        row.number(table.next());
        return true;
    }

    @Override
    TableTally table() {
        return table;
    }

    @Override
    long recordEnd() {
        return elements.end();
    }

    @Override
    @Nullable
    ResumePoint resumePoint() {
        return elements.resumePoint(table.name());
    }
}
