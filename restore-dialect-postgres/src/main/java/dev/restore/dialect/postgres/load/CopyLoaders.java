package dev.restore.dialect.postgres.load;

import dev.restore.catalog.Column;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.binary.BinaryBuffer;
import dev.restore.dialect.postgres.binary.BinaryEncoder;
import dev.restore.dialect.postgres.binary.BinaryEncoders;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.text.CellEncoders;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the loaders of one session, which share its buffers. What they hold between them is 64 KiB and the largest load in
 * binary form: at most 8 MiB and one row, which has no more than 8 MiB itself in the backup. Used by one thread, but for
 * {@link #encoder}, whose result shares nothing with the loaders.
 */
public final class CopyLoaders {

    private final CellEncoders texts;
    private final BinaryEncoders binaries;
    private final CopyText text = new CopyText();
    private final BinaryBuffer buffer = new BinaryBuffer();
    private CopyPosition position = CopyPosition.START;

    public CopyLoaders(ZoneId zone, CellEncoders texts) {
        this.texts = texts;
        this.binaries = new BinaryEncoders(zone, texts);
    }

    /**
     * Returns a loader in binary format where every column has an encoder for that, else one in text format.
     *
     * @param into the table's name as SQL: that of the target, or of one with columns like them
     * @param frozen whether rows are to look as if they had always been there, which the server grants in a table that was
     *     emptied by TRUNCATE in the same transaction, without a savepoint since
     */
    public TableLoader loader(
            Connection connection, LoadTarget target, String into, PostgresCatalog catalog, boolean frozen)
            throws SQLException {
        String statement = CopyLoader.statement(target, into);
        CopyLoader copy = new CopyLoader(
                connection,
                target,
                frozen ? statement + " WITH (FREEZE)" : statement,
                catalog,
                texts,
                text,
                at -> position = at);
        BinaryEncoder[] encoders = encoders(target, catalog);
        return encoders == null
                ? copy
                : new BinaryCopyLoader(
                        connection,
                        statement + " WITH (FORMAT binary" + (frozen ? ", FREEZE)" : ")"),
                        copy,
                        new BinaryRows(encoders),
                        buffer,
                        at -> position = at);
    }

    /** Returns what encodes batches ahead of the loader, empty where that one sends text. */
    public Optional<RowsEncoder> encoder(LoadTarget target, PostgresCatalog catalog) {
        return Optional.ofNullable(encoders(target, catalog)).map(BinaryRows::new);
    }

    private BinaryEncoder @Nullable [] encoders(LoadTarget target, PostgresCatalog catalog) {
        BinaryEncoder[] encoders = new BinaryEncoder[target.columns().size()];
        for (int i = 0; i < encoders.length; i++) {
            Column column = target.columns().get(i);
            BinaryEncoder encoder = binaries.of(catalog.type(target.table(), column));
            if (encoder == null) {
                return null;
            }
            encoders[i] = encoder;
        }
        return encoders;
    }

    /** Returns where the last load began. */
    public CopyPosition position() {
        return position;
    }
}
