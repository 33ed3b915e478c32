package dev.restore.engine;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts batches into the database. A batch that fails is not read again: it is rolled back to its savepoint and parts of it
 * are sent, the row that the database named or else halves, until the bad row is alone. Used by the loading thread.
 */
final class BatchLoader implements AutoCloseable {

    private final Connection connection;
    private final Dialect.Session session;
    private final Map<ColumnSet, TableLoader> loaders = new HashMap<>();

    BatchLoader(Connection connection, Dialect.Session session) {
        this.connection = connection;
        this.session = session;
    }

    /**
     * Loads a whole batch.
     *
     * @throws LoadException when a row was refused; the transaction is usable and holds none of the batch's rows from there on
     * @throws SQLException when no row is to blame
     */
    void load(ColumnSet set, RowBatch batch) throws SQLException {
        TableLoader loader = loaders.get(set);
        if (loader == null) {
            loader = session.loader(set.target());
            loaders.put(set, loader);
            set.account().strategy(loader.road());
        }
        long start = System.nanoTime();
        load(set, batch, loader, 0, batch.size());
        set.account().countInserted(batch.size(), System.nanoTime() - start);
    }

    private void load(ColumnSet set, RowBatch batch, TableLoader loader, int from, int to) throws SQLException {
        SQLException failure = attempt(batch, loader, from, to);
        if (failure == null) {
            return;
        }
        Failure fault = diagnose(failure, from);
        if (fault instanceof Failure.Row row && row.index() >= 0 && from + row.index() < to) {
            load(set, batch, loader, from, from + row.index());
            throw refused(set, batch, from + row.index(), row.column(), failure);
        }
        if (fault instanceof Failure.SomeRow some) {
            if (to - from == 1) {
                throw refused(set, batch, from, some.column(), failure);
            }
            int middle = (from + to) >>> 1;
            load(set, batch, loader, from, middle);
            load(set, batch, loader, middle, to);
            return;
        }
        throw failure;
    }

    /** What was found on this side of the driver needs no dialect to be understood. */
    private Failure diagnose(SQLException failure, int from) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row() - from, null);
        }
        return failure instanceof SwallowedException ? new Failure.SomeRow(null) : session.diagnose(failure);
    }

    /** Returns why the rows are not in, or null when they are. */
    private @Nullable SQLException attempt(RowBatch batch, TableLoader loader, int from, int to) throws SQLException {
        if (from == to) {
            return null;
        }
        Savepoint savepoint = connection.setSavepoint();
        try {
            long stored = loader.load(batch, from, to);
            if (stored == to - from) {
                connection.releaseSavepoint(savepoint);
                return null;
            }
            connection.rollback(savepoint);
            return new SwallowedException(to - from, stored);
        } catch (SQLException e) {
            if (diagnose(e, from) instanceof Failure.Fatal) {
                throw e;
            }
            try {
                connection.rollback(savepoint);
            } catch (SQLException lost) {
                e.addSuppressed(lost);
                throw e;
            }
            return e;
        }
    }

    private static LoadException refused(
            ColumnSet set, RowBatch batch, int row, @Nullable String column, SQLException failure) {
        String name = column;
        if (failure instanceof ValueException value) {
            name = set.target().columns().get(value.column()).name();
        }
        return new LoadException(
                new RowError(
                        set.account().name(),
                        batch.number(row),
                        batch.location(row),
                        batch.offset(row),
                        name,
                        failure.getSQLState(),
                        Messages.withoutValues(failure, set.target(), batch, row)),
                false,
                failure);
    }

    @Override
    public void close() throws SQLException {
        SQLException first = null;
        for (TableLoader loader : loaders.values()) {
            try {
                loader.close();
            } catch (SQLException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        loaders.clear();
        if (first != null) {
            throw first;
        }
    }
}
