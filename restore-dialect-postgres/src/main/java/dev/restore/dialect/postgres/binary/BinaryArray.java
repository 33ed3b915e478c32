package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.value.JsonText;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes a JSON array, or arrays of arrays that are all of the same length, each element by the encoder of its own type.
 * Everything else, a ragged array or a literal among them, is left to the text format.
 */
final class BinaryArray implements BinaryEncoder {

    private static final int MAX_DIMENSIONS = 6;
    private static final int UNKNOWN = -1;
    private static final int HEADER = 12;

    private final int elementOid;
    private final boolean nests;
    private final BinaryEncoder elements;
    private final int[] lengths = new int[MAX_DIMENSIONS];
    private int dimensions;
    private boolean nulls;

    BinaryArray(PgType type, BinaryEncoder elements) {
        PgType element = Objects.requireNonNull(type.element());
        this.elementOid = (int) element.oid();
        this.nests = element.family() != TypeFamily.JSON;
        this.elements = elements;
    }

    @Override
    public boolean encode(BinaryBuffer out, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) != ValueKind.ARRAY) {
            return false;
        }
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (!measure(bytes, start, end)) {
            return false;
        }
        int value = out.open();
        out.putInt(dimensions);
        out.putInt(0);
        out.putInt(elementOid);
        for (int i = 0; i < dimensions; i++) {
            out.putInt(0);
            // Where the subscripts begin.
            out.putInt(1);
        }
        if (dimensions > 0) {
            try {
                if (!array(out, new JsonText(bytes, start, end), 0)) {
                    return false;
                }
            } catch (ValueException e) {
                // The text format finds the same, and words it for the whole array.
                return false;
            }
        }
        out.setInt(value + 4, nulls ? 1 : 0);
        for (int i = 0; i < dimensions; i++) {
            out.setInt(value + HEADER + 8 * i, lengths[i]);
        }
        out.close(value);
        return true;
    }

    /** Counts how deep the first element is; returns false when that is too deep. */
    private boolean measure(byte[] bytes, int start, int end) {
        dimensions = 0;
        nulls = false;
        Arrays.fill(lengths, UNKNOWN);
        JsonText json = new JsonText(bytes, start, end);
        while (json.peek() == '[' && (nests || dimensions == 0)) {
            json.take('[');
            dimensions++;
        }
        if (dimensions == 1 && json.peek() == ']') {
            dimensions = 0;
        }
        return dimensions <= MAX_DIMENSIONS;
    }

    private boolean array(BinaryBuffer out, JsonText json, int depth) throws SQLException {
        json.take('[');
        boolean innermost = depth == dimensions - 1;
        int length = 0;
        do {
            boolean deeper = nests && json.peek() == '[';
            if (deeper == innermost || !(innermost ? element(out, json) : array(out, json, depth + 1))) {
                return false;
            }
            length++;
        } while (json.take(','));
        if (lengths[depth] == UNKNOWN) {
            lengths[depth] = length;
        }
        return json.take(']') && lengths[depth] == length;
    }

    private boolean element(BinaryBuffer out, JsonText json) throws SQLException {
        OneCell cell = json.takeCell();
        if (cell.kind() == ValueKind.NULL) {
            nulls = true;
            out.putInt(-1);
            return true;
        }
        return elements.encode(out, cell, 0, 0);
    }
}
