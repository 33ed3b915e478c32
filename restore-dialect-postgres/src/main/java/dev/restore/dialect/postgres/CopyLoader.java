package dev.restore.dialect.postgres;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Loads rows by COPY in text format, one statement a call. */
final class CopyLoader implements TableLoader {

    private final CopyManager copies;
    private final String statement;
    private final CellEncoder[] encoders;
    private final IntConsumer firstRow;
    private final CopyText text = new CopyText();

    /**
     * Creates a loader.
     *
     * @param into the table's name as SQL: that of the target, or of one with columns like them
     */
    CopyLoader(
            Connection connection,
            LoadTarget target,
            String into,
            PostgresCatalog catalog,
            CellEncoders encoders,
            IntConsumer firstRow)
            throws SQLException {
        this.firstRow = firstRow;
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        this.statement = "COPY " + into + " ("
                + Identifiers.list(target.columns().stream().map(Column::name).toList()) + ") FROM STDIN";
        this.encoders = target.columns().stream()
                .map(column -> encoders.of(catalog.type(target.table(), column)))
                .toArray(CellEncoder[]::new);
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        firstRow.accept(from);
        CopyIn copy = copies.copyIn(statement);
        try {
            text.begin(copy);
            for (int row = from; row < to; row++) {
                write(rows, row);
            }
            text.flush();
            return Loaded.inserted(copy.endCopy());
        } finally {
            // An unfinished COPY would leave the connection unusable, whatever ended it.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public String road() {
        return "COPY in text format";
    }

    private void write(Rows rows, int row) throws SQLException {
        for (int column = 0; column < encoders.length; column++) {
            if (column > 0) {
                text.separate();
            }
            if (rows.kind(row, column) == ValueKind.NULL) {
                text.putNull();
            } else {
                encoders[column].encode(text, rows, row, column);
            }
        }
        text.endRow();
    }

    @Override
    public void close() {
        // There is nothing to release: each COPY ends with its call.
    }
}
