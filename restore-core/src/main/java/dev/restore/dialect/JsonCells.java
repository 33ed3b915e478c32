package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.io.ByteArrayOutputStream;

/** Makes cells of JSON values that a database shows. Stateless. */
public final class JsonCells {

    private JsonCells() {}

    /**
     * Adds a JSON value as a cell: objects and arrays without the space between their tokens, a string as its characters.
     *
     * @throws ValueException when it is no valid JSON
     */
    public static void add(ReadRows rows, byte[] json, int start, int end) throws ValueException {
        OneCell cell = new JsonText(json, start, end).takeCell();
        if (cell.kind() == ValueKind.OBJECT || cell.kind() == ValueKind.ARRAY) {
            ByteArrayOutputStream compact = new ByteArrayOutputStream(end - start);
            JsonText.writeCompact(json, cell.start(0, 0), cell.end(0, 0), compact);
            rows.add(cell.kind(), compact.toByteArray(), 0, compact.size());
        } else if (cell.kind() == ValueKind.NULL) {
            rows.addNull();
        } else {
            rows.add(cell.kind(), cell.bytes(), cell.start(0, 0), cell.end(0, 0));
        }
    }
}
