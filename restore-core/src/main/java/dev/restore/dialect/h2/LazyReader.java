package dev.restore.dialect.h2;

import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads from H2, which collects the whole result of a query first unless it is told not to. */
final class LazyReader implements TableReader {

    private final TableReader reader;
    private final SqlAction atEnd;

    LazyReader(TableReader reader, SqlAction atEnd) {
        this.reader = reader;
        this.atEnd = atEnd;
    }

    /** What puts the connection back. */
    interface SqlAction {
        void run() throws SQLException;
    }

    @Override
    public @Nullable Rows next() throws SQLException {
        return reader.next();
    }

    @Override
    public void close() throws SQLException {
        try {
            reader.close();
        } finally {
            atEnd.run();
        }
    }
}
