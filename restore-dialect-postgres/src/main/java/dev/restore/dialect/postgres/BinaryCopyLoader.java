package dev.restore.dialect.postgres;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Loads rows by COPY in binary format. They are all encoded before the first is sent, so that a value that cannot be stored
 * costs nothing. Where one is spelled in a way that only the server's input functions know, or a row is huge, the text road
 * takes the rest of the call.
 */
final class BinaryCopyLoader implements TableLoader {

    private static final int NEEDS_TEXT = -1;

    private final CopyManager copies;
    private final String statement;
    private final CopyLoader text;
    private final BinaryEncoder[] encoders;
    private final BinaryBuffer buffer;
    private final Consumer<CopyPosition> position;

    BinaryCopyLoader(
            Connection connection,
            String statement,
            CopyLoader text,
            BinaryEncoder[] encoders,
            BinaryBuffer buffer,
            Consumer<CopyPosition> position)
            throws SQLException {
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        this.statement = statement + " WITH (FORMAT binary)";
        this.text = text;
        this.encoders = encoders;
        this.buffer = buffer;
        this.position = position;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        int start = from;
        do {
            position.accept(new CopyPosition(from, start));
            int end = encode(rows, start, to);
            if (end == NEEDS_TEXT) {
                return Loaded.inserted(stored + text.copy(rows, start, to).inserted());
            }
            stored += send();
            start = end;
        } while (start < to);
        return Loaded.inserted(stored);
    }

    @Override
    public String road() {
        return "COPY in binary format";
    }

    /** Fills the buffer and returns the row before which it is full. */
    private int encode(Rows rows, int from, int to) throws SQLException {
        buffer.begin();
        int row = from;
        while (row < to && buffer.size() < BinaryBuffer.PART) {
            if (isHuge(rows, row)) {
                if (row == from) {
                    return NEEDS_TEXT;
                }
                break;
            }
            buffer.putShort(encoders.length);
            for (int column = 0; column < encoders.length; column++) {
                if (rows.kind(row, column) == ValueKind.NULL) {
                    buffer.putInt(-1);
                } else if (!encoders[column].encode(buffer, rows, row, column)) {
                    text.check(rows, row, column);
                    return NEEDS_TEXT;
                }
            }
            row++;
        }
        buffer.end();
        return row;
    }

    /** Returns whether a row is better streamed than collected. */
    private boolean isHuge(Rows rows, int row) {
        return rows.end(row, encoders.length - 1) - rows.start(row, 0) > BinaryBuffer.PART;
    }

    private long send() throws SQLException {
        CopyIn copy = copies.copyIn(statement);
        try {
            buffer.sendTo(copy);
            return copy.endCopy();
        } finally {
            // An unfinished COPY would leave the connection unusable, whatever ended it.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public void close() {
        // There is nothing to release: each COPY ends with its call, and the buffer is the session's.
    }
}
