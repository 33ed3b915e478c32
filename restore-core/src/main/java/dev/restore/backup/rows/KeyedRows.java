package dev.restore.backup.rows;

import dev.restore.backup.json.JsonInput;
import dev.restore.backup.layout.RowKeys;

/** Rows of one table in an object by their ids. */
final class KeyedRows extends ObjectRows {

    private final boolean any;

    /**
     * Starts.
     *
     * @param any whether a key may be any text
     */
    KeyedRows(JsonInput input, TableTally table, boolean any) {
        super(input, table);
        this.any = any;
    }

    @Override
    boolean read(boolean first) {
        String key = input.parser().nextName();
        if (key == null) {
            return false;
        }
        RowKeys.row(input, decoder::fields, row, key, input.parser().nextToken(), table().name(), any);
        return true;
    }
}
