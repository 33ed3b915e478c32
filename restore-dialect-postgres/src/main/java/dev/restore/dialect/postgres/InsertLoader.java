package dev.restore.dialect.postgres;

import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.value.Cells;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;

/** Loads rows by an INSERT each; rules see them, which they do not with COPY. Values go as texts without a type. */
final class InsertLoader implements TableLoader {

    private final PreparedStatement statement;
    private final List<CellEncoder> encoders;
    private final Value value = new Value();

    InsertLoader(
            Connection connection, LoadTarget target, PostgresCatalog catalog, CellEncoders encoders, Fallback fallback)
            throws SQLException {
        List<Column> columns = target.columns();
        boolean always = columns.stream().anyMatch(column -> column.generation() == Generation.IDENTITY_ALWAYS);
        this.statement = connection.prepareStatement("INSERT INTO "
                + Identifiers.quoted(target.table().name())
                + " (" + Identifiers.list(columns.stream().map(Column::name).toList()) + ") "
                + (always ? "OVERRIDING SYSTEM VALUE " : "")
                + "VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")");
        this.encoders = columns.stream()
                .map(column -> encoder(catalog.type(target.table(), column), encoders, fallback))
                .toList();
    }

    private static CellEncoder encoder(PgType type, CellEncoders encoders, Fallback fallback) {
        return fallback.asText(type.family()) ? ScalarEncoders::raw : encoders.of(type);
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        for (int row = from; row < to; row++) {
            for (int column = 0; column < encoders.size(); column++) {
                if (Cells.isNull(rows, row, column)) {
                    statement.setNull(column + 1, Types.NULL);
                } else {
                    value.bytes.reset();
                    encoders.get(column).encode(value, rows, row, column);
                    statement.setObject(column + 1, value.bytes.toString(StandardCharsets.UTF_8), Types.OTHER);
                }
            }
            stored += statement.executeUpdate();
        }
        return Loaded.inserted(stored);
    }

    @Override
    public String strategy() {
        return "single inserts";
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** Collects the text of one value. */
    private static final class Value extends TextSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        void plain(byte[] source, int from, int to) {
            bytes.write(source, from, to - from);
        }

        @Override
        void text(byte[] source, int from, int to) {
            bytes.write(source, from, to - from);
        }
    }
}
