package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;

/** The one row of a table, an object that is the whole file. */
final class OneRow extends ObjectRows {

    OneRow(JsonInput input, TableTally table) {
        super(input, table);
    }

    @Override
    boolean read(boolean first) {
        if (first) {
            row.begin(input.tokenOffset(), false);
            decoder.fields();
        }
        return first;
    }
}
