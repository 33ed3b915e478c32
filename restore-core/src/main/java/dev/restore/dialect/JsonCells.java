package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Makes cells of JSON values that a database shows. Stateless. */
public final class JsonCells {

    /** How a database keeps JSON. */
    public enum Keeping {
        /** As a value, of an object one field for each name. */
        VALUE,
        /** As a value whose objects may have several fields of one name. */
        FIELDS,
        /** As the text that it was given. */
        TEXT
    }

    private JsonCells() {}

    /**
     * Adds a JSON value as a cell: of a plain kind where a JSON column makes the same of that, objects and arrays without the
     * space between their tokens, a string as its characters; otherwise of the kind {@link ValueKind#JSON}.
     *
     * @param keeping what is the same to the database
     */
    public static void add(ReadRows rows, byte[] json, int start, int end, Keeping keeping) {
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
        return new JsonScan(json, start, end, Keeping.FIELDS).plain();
    }

    static byte[] compact(byte[] json, int start, int end) {
        ByteArrayOutputStream compact = new ByteArrayOutputStream(end - start);
        JsonText.writeCompact(json, start, end, compact);
        return compact.toByteArray();
    }
}
