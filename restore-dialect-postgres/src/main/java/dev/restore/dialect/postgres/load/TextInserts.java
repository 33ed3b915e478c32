package dev.restore.dialect.postgres.load;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.text.CellEncoder;
import dev.restore.dialect.postgres.text.CellEncoders;
import dev.restore.dialect.postgres.text.ScalarEncoders;
import dev.restore.dialect.postgres.text.TextSink;
import dev.restore.dialect.standard.SingleLoader;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.dialect.standard.SqlSyntax.EmptyRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;

/** Loads rows by an INSERT each; rules see them, which they do not with COPY. Values go as texts without a type. */
public final class TextInserts {

    private static final SqlSyntax SYNTAX =
            new SqlSyntax(Identifiers::quoted, column -> "?", EmptyRow.DEFAULT_VALUES, 1, null);

    private TextInserts() {}

    public static TableLoader loader(
            Connection connection, LoadTarget target, PostgresCatalog catalog, CellEncoders encoders, Fallback fallback)
            throws SQLException {
        return new SingleLoader(
                connection,
                SYNTAX.insert(target),
                target.columns().stream()
                        .map(column -> binder(catalog.type(target.table(), column), encoders, fallback))
                        .toList());
    }

    private static CellBinder binder(PgType type, CellEncoders encoders, Fallback fallback) {
        CellEncoder encoder = fallback.asText(type.family()) ? ScalarEncoders::raw : encoders.of(type);
        Text text = new Text();
        return (statement, parameter, rows, row, column) -> {
            text.bytes.reset();
            encoder.encode(text, rows, row, column);
            statement.setObject(parameter, text.bytes.toString(StandardCharsets.UTF_8), Types.OTHER);
        };
    }

    /** Collects the text of one value. */
    private static final class Text extends TextSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void plain(byte[] source, int from, int to) {
            bytes.write(source, from, to - from);
        }

        @Override
        public void text(byte[] source, int from, int to) {
            bytes.write(source, from, to - from);
        }
    }
}
