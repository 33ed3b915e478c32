package dev.restore.dialect.postgres.load;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.EncodedRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.RowsEncoder;
import dev.restore.dialect.postgres.binary.BinaryBuffer;
import dev.restore.dialect.postgres.binary.BinaryEncoder;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts rows of one target into the binary format of COPY. Used by one thread. */
final class BinaryRows implements RowsEncoder {

    private final BinaryEncoder[] encoders;
    private int refused;

    BinaryRows(BinaryEncoder[] encoders) {
        this.encoders = encoders;
    }

    /**
     * Fills a buffer from a row on and returns the row before which it is full. When that is the first row already, it is huge or
     * {@link #refused} says which of its cells has a spelling that only the text format knows.
     */
    int encode(BinaryBuffer buffer, Rows rows, int from, int to) throws SQLException {
        buffer.begin();
        refused = -1;
        int row = from;
        while (row < to && buffer.size() < BinaryBuffer.PART && !isHuge(rows, row)) {
            buffer.putShort(encoders.length);
            for (int column = 0; column < encoders.length; column++) {
                if (rows.kind(row, column) == ValueKind.NULL) {
                    buffer.putInt(-1);
                } else if (!encoders[column].encode(buffer, rows, row, column)) {
                    refused = row * encoders.length + column;
                    return from;
                }
            }
            row++;
        }
        buffer.end();
        return row;
    }

    /** Returns the cell that ended the last call, counted over all rows; -1 when none did. */
    int refused() {
        return refused;
    }

    /** Returns whether a row is better streamed than collected. */
    private boolean isHuge(Rows rows, int row) {
        return rows.end(row, encoders.length - 1) - rows.start(row, 0) > BinaryBuffer.PART;
    }

    /** The loader finds out once more what is wrong, and says it where it belongs. */
    @Override
    public @Nullable EncodedRows encode(Rows rows, @Nullable EncodedRows spare) {
        BinaryBuffer buffer = spare instanceof BinaryBuffer used ? used : new BinaryBuffer();
        try {
            return encode(buffer, rows, 0, rows.size()) == rows.size() ? buffer : null;
        } catch (SQLException e) {
            return null;
        }
    }
}
