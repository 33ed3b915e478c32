package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ReadRows;
import java.util.Optional;

/** Makes cells of JSON values that a database shows. Stateless. */
public final class JsonCells {

    private JsonCells() {}

    /**
     * Adds a JSON value as a cell: of a plain kind where a JSON column makes the same of that, objects and arrays without the
     * space between their tokens, a string as its characters; otherwise of the kind {@link ValueKind#JSON}.
     *
     * @param keeping what is the same to the database
     */
    public static void add(ReadRows rows, byte[] json, int start, int end, JsonKeeping keeping) {
        Optional<OneCell> plain = new JsonScan(json, start, end, keeping).plain();
        if (plain.isPresent()) {
            OneCell cell = plain.get();
            rows.add(cell.kind(), cell.bytes(), cell.start(0, 0), cell.end(0, 0));
        } else {
            rows.add(ValueKind.JSON, json, start, end);
        }
    }

    /**
     * Returns the cell of a plain kind that stands for the value, however the database keeps its spelling; empty where a JSON column
     * would make another value of each.
     */
    public static Optional<OneCell> plain(byte[] json, int start, int end) {
        return new JsonScan(json, start, end, JsonKeeping.FIELDS).plain();
    }
}
