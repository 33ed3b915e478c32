package dev.restore.dialect.postgres.load;

import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.binary.BinaryBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Loads rows by COPY in binary format. They are all encoded before the first is sent, so that a value that cannot be stored
 * costs nothing. Where one is spelled in a way that only the server's input functions know, or a row is huge, the text format
 * takes the rest of the call.
 */
final class BinaryCopyLoader implements TableLoader {

    private final CopyManager copies;
    private final String statement;
    private final CopyLoader text;
    private final BinaryRows binary;
    private final BinaryBuffer buffer;
    private final Consumer<CopyPosition> position;

    BinaryCopyLoader(
            Connection connection,
            String statement,
            CopyLoader text,
            BinaryRows binary,
            BinaryBuffer buffer,
            Consumer<CopyPosition> position)
            throws SQLException {
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        this.statement = statement;
        this.text = text;
        this.binary = binary;
        this.buffer = buffer;
        this.position = position;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        if (from == 0 && to == rows.size() && rows.encoded() instanceof BinaryBuffer ahead) {
            position.accept(new CopyPosition(0, 0));
            return Loaded.inserted(send(ahead));
        }
        long stored = 0;
        int start = from;
        do {
            position.accept(new CopyPosition(from, start));
            int end = binary.encode(buffer, rows, start, to);
            if (end == start) {
                checkRefused(rows);
                return Loaded.inserted(stored + text.copy(rows, start, to).inserted());
            }
            stored += send(buffer);
            start = end;
        } while (start < to);
        return Loaded.inserted(stored);
    }

    /** Refuses a cell that the text format does not know either, before anything of it is sent. */
    private void checkRefused(Rows rows) throws SQLException {
        int cell = binary.refused();
        if (cell >= 0) {
            text.check(rows, cell / rows.columns(), cell % rows.columns());
        }
    }

    @Override
    public String strategy() {
        return "COPY in binary format";
    }

    private long send(BinaryBuffer encoded) throws SQLException {
        CopyIn copy = copies.copyIn(statement);
        try {
            encoded.sendTo(copy);
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
