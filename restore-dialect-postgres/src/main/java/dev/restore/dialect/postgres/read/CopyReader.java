package dev.restore.dialect.postgres.read;

import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads a table by COPY in text format, which comes row by row. */
public final class CopyReader implements TableReader {

    private final CopyOut copy;
    private final CellDecoder[] decoders;
    private final ReadRows rows;
    private byte[] cell = new byte[1 << 10];

    public CopyReader(Connection connection, String query, List<CellDecoder> decoders) throws SQLException {
        this.decoders = decoders.toArray(CellDecoder[]::new);
        this.rows = new ReadRows(this.decoders.length);
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT");
    }

    @Override
    public @Nullable Rows next() throws SQLException {
        rows.clear();
        while (!rows.full()) {
            byte[] line = copy.isActive() ? copy.readFromCopy() : null;
            if (line == null) {
                break;
            }
            take(line);
        }
        return rows.size() == 0 ? null : rows;
    }

    private void take(byte[] line) throws SQLException {
        if (cell.length < line.length) {
            cell = new byte[line.length + (line.length >> 1)];
        }
        int at = 0;
        for (CellDecoder decoder : decoders) {
            if (line[at] == '\\' && line[at + 1] == 'N') {
                rows.addNull();
                at += 3;
                continue;
            }
            int used = 0;
            byte b = line[at++];
            while (b != '\t' && b != '\n') {
                cell[used++] = b == '\\' ? unescaped(line[at++]) : b;
                b = line[at++];
            }
            decoder.decode(cell, 0, used, rows);
        }
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
