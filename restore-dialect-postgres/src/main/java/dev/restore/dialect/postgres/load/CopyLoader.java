package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.text.CellEncoder;
import dev.restore.dialect.postgres.text.CellEncoders;
import dev.restore.dialect.postgres.text.TextSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Loads rows by COPY in text format, one statement a call. */
public final class CopyLoader implements TableLoader {

    private final CopyManager copies;
    private final String statement;
    private final CellEncoder[] encoders;
    private final CopyText text;
    private final Consumer<CopyPosition> position;

    /**
     * Creates a loader.
     *
     * @param statement the {@link #statement} for the target, with what else it is to say
     */
    public CopyLoader(
            Connection connection,
            LoadTarget target,
            String statement,
            PostgresCatalog catalog,
            CellEncoders encoders,
            CopyText text,
            Consumer<CopyPosition> position)
            throws SQLException {
        this.text = text;
        this.position = position;
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        this.statement = statement;
        this.encoders = target.columns().stream()
                .map(column -> encoders.of(catalog.type(target.table(), column)))
                .toArray(CellEncoder[]::new);
    }

    public static String statement(LoadTarget target, String into) {
        return "COPY " + into + " ("
                + Identifiers.list(target.columns().stream().map(Column::name).toList()) + ") FROM STDIN";
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        position.accept(new CopyPosition(from, from));
        return copy(rows, from, to);
    }

    /** Loads rows in the course of another loader's call. */
    Loaded copy(Rows rows, int from, int to) throws SQLException {
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
    public String strategy() {
        return "COPY in text format";
    }

    /** Refuses a cell, that is not null, as a load would, but sends nothing. */
    void check(Rows rows, int row, int column) throws SQLException {
        encoders[column].encode(Nowhere.SINK, rows, row, column);
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

    /** Takes text for nothing. */
    private static final class Nowhere extends TextSink {

        static final Nowhere SINK = new Nowhere();

        @Override
        public void plain(byte[] bytes, int from, int to) {
            // Whoever encodes here only wants to know whether it works.
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            // As above.
        }
    }
}
