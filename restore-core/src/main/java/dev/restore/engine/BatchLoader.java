package dev.restore.engine;

import dev.restore.catalog.ForeignKey;
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
    private final Rejects rejects;
    private final Exclusions exclusions;
    private final ContentCheck content;
    private final Map<ColumnSet, TableLoader> loaders = new HashMap<>();

    BatchLoader(
            Connection connection,
            Dialect.Session session,
            Rejects rejects,
            Exclusions exclusions,
            ContentCheck content) {
        this.connection = connection;
        this.session = session;
        this.rejects = rejects;
        this.exclusions = exclusions;
        this.content = content;
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
        if (exclusions.isEmpty()) {
            load(set, batch, loader, 0, batch.size());
        } else {
            loadIncluded(set, batch, loader);
        }
        set.account().countTime(System.nanoTime() - start);
        rejects.flush();
    }

    private void load(ColumnSet set, RowBatch batch, TableLoader loader, int from, int to) throws SQLException {
        int start = from;
        while (start < to) {
            SQLException failure = attempt(set, batch, loader, start, to);
            if (failure == null) {
                return;
            }
            Failure fault = diagnose(failure, start);
            if (fault instanceof Failure.Row row && row.index() >= 0 && start + row.index() < to) {
                int bad = start + row.index();
                load(set, batch, loader, start, bad);
                refuse(set, batch, bad, row.column(), failure);
                start = bad + 1;
            } else if (fault instanceof Failure.SomeRow some && to - start == 1) {
                refuse(set, batch, start, some.column(), failure);
                return;
            } else if (fault instanceof Failure.SomeRow) {
                int middle = (start + to) >>> 1;
                load(set, batch, loader, start, middle);
                start = middle;
            } else {
                throw failure;
            }
        }
    }

    private void loadIncluded(ColumnSet set, RowBatch batch, TableLoader loader) throws SQLException {
        int start = 0;
        for (int row = 0; row < batch.size(); row++) {
            ForeignKey broken = exclusions.brokenBy(set, batch, row);
            if (broken != null) {
                load(set, batch, loader, start, row);
                String reason = "refers to a row that is missing or was rejected: " + broken.describe();
                refuse(set, batch, row, String.join(", ", broken.columns()), new SQLException(reason, "23503"));
                start = row + 1;
            }
        }
        load(set, batch, loader, start, batch.size());
    }

    /** What was found on this side of the driver needs no dialect to be understood. */
    private Failure diagnose(SQLException failure, int from) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row() - from, null);
        }
        return failure instanceof SwallowedException ? new Failure.SomeRow(null) : session.diagnose(failure);
    }

    /** Returns why the rows are not in, or null when they are. */
    private @Nullable SQLException attempt(ColumnSet set, RowBatch batch, TableLoader loader, int from, int to)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            long stored = loader.load(batch, from, to);
            if (stored == to - from) {
                connection.releaseSavepoint(savepoint);
                set.account().countInserted(stored);
                content.add(set, batch, from, to);
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

    /** Takes a record that could not be read. */
    void refuse(ReadAhead.Damaged damaged) {
        rejects.take(damaged);
    }

    private void refuse(ColumnSet set, RowBatch batch, int row, @Nullable String column, SQLException failure) {
        String name = column;
        if (failure instanceof ValueException value) {
            name = set.target().columns().get(value.column()).name();
        }
        RowError error = new RowError(
                set.account().name(),
                batch.number(row),
                batch.location(row),
                batch.offset(row),
                name,
                failure.getSQLState(),
                Messages.withoutValues(failure, set.target(), batch, row));
        rejects.take(set, batch, row, error, failure);
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
