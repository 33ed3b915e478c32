package dev.restore.engine.load;

import dev.restore.catalog.ForeignKey;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.engine.batch.ColumnSet;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.LoadStrategy;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.reject.DanglingReferences;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.SwallowedException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.RowError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts batches into the database. A batch that fails is not read again: it is rolled back to its savepoint and parts of it
 * are sent, the row that the database named or else halves, until the bad row is alone; that one is tried with the slower loaders.
 * Used by the loading thread.
 */
public final class BatchLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLoader.class);

    private final Connection connection;
    private final Dialect.Session session;
    private final Rejects rejects;
    private final DanglingReferences dangling;
    private final KeyFollowing following;
    private final ContentCheck content;
    private final Savepoints savepoints;
    private final Messages messages;
    private final Map<ColumnSet, TableLoaders> loadersOf = new HashMap<>();

    /** To what a failed batch can be rolled back. */
    public enum Savepoints {
        /** To the batches before it, always. */
        EACH_BATCH,
        /** To those where no loader is better off without; there a bad row ends the loading. */
        WHERE_THEY_COST_NOTHING,
        /** To nothing: the first failure ends the loading with a {@link GivenUpException}. */
        NONE
    }

    /** Creates a loader. */
    public BatchLoader(
            Connection connection,
            Dialect.Session session,
            Rejects rejects,
            DanglingReferences dangling,
            KeyFollowing following,
            ContentCheck content,
            Savepoints savepoints,
            Messages messages) {
        this.messages = messages;
        this.savepoints = savepoints;
        this.connection = connection;
        this.session = session;
        this.rejects = rejects;
        this.dangling = dangling;
        this.following = following;
        this.content = content;
    }

    /**
     * Loads a whole batch.
     *
     * @throws LoadException when a row was refused; the transaction is usable and holds none of the batch's rows from there on
     * @throws SQLException when no row is to blame
     */
    void load(ColumnSet set, RowBatch batch) throws SQLException {
        TableLoaders loaders = loadersOf.get(set);
        if (loaders == null) {
            loaders =
                    new TableLoaders(session, following.target(set), savepoints == Savepoints.WHERE_THEY_COST_NOTHING);
            loadersOf.put(set, loaders);
            set.account().strategy(loaders.bulk().strategy());
        }
        long start = System.nanoTime();
        boolean optimistic = savepoints == Savepoints.NONE || loaders.unbroken();
        if (following.touches(set.target().table())) {
            loadFollowing(set, batch, loaders);
        } else if (optimistic && dangling.isEmpty()) {
            loadOptimistically(set, batch, loaders);
        } else {
            loadIncluded(set, batch, loaders, 0, batch.size());
        }
        set.account().countTime(System.nanoTime() - start);
        rejects.flush();
    }

    private void loadOptimistically(ColumnSet set, RowBatch batch, TableLoaders loaders) throws SQLException {
        Loaded loaded;
        try {
            loaded = loaders.bulk().load(batch, 0, batch.size());
        } catch (SQLException e) {
            Failure fault = diagnose(e, 0);
            if (loaders.unbroken()
                    && fault instanceof Failure.Row row
                    && row.index() >= 0
                    && row.index() < batch.size()
                    && !worthAnotherTry(e)) {
                refuse(set, batch, row.index(), row.column(), e);
            }
            if (fault instanceof Failure.Row || fault instanceof Failure.SomeRow) {
                throw new GivenUpException("a row was refused", e);
            }
            throw e;
        }
        if (loaded.rows() != batch.size()) {
            throw new GivenUpException("a row was refused", new SwallowedException(batch.size(), loaded.rows()));
        }
        set.account().countLoaded(loaded, LoadStrategy.BULK);
        content.add(set, batch, 0, batch.size(), loaded);
    }

    private void load(ColumnSet set, RowBatch batch, TableLoaders loaders, int from, int to) throws SQLException {
        if (!session.limitations().savepoints()) {
            loadOnce(set, batch, loaders, from, to);
            return;
        }
        int start = from;
        while (start < to) {
            LoadStrategy strategy = to - start == batch.size() ? LoadStrategy.BULK : LoadStrategy.PARTS;
            SQLException failure = attempt(set, batch, loaders.bulk(), start, to, strategy);
            if (failure == null) {
                return;
            }
            Failure fault = diagnose(failure, start);
            if (fault instanceof Failure.Row row && row.index() >= 0 && start + row.index() < to) {
                int bad = start + row.index();
                long refused = set.account().rejected();
                load(set, batch, loaders, start, bad);
                start = bad;
                // What it ran into may be a row that has been refused by now.
                if (set.account().rejected() == refused) {
                    alone(set, batch, loaders, bad, row.column(), failure);
                    start++;
                }
            } else if (fault instanceof Failure.SomeRow some && to - start == 1) {
                alone(set, batch, loaders, start, some.column(), failure);
                return;
            } else if (fault instanceof Failure.SomeRow) {
                int middle = (start + to) >>> 1;
                load(set, batch, loaders, start, middle);
                start = middle;
            } else {
                throw failure;
            }
        }
    }

    /** Loads rows where nothing can be tried: the first failure ends the transaction, and is named as well as the driver names it. */
    private void loadOnce(ColumnSet set, RowBatch batch, TableLoaders loaders, int from, int to) throws SQLException {
        Loaded loaded;
        try {
            loaded = loaders.bulk().load(batch, from, to);
        } catch (SQLException e) {
            Failure fault = diagnose(e, from);
            if (fault instanceof Failure.Row row && row.index() >= 0 && from + row.index() < to) {
                refuse(set, batch, from + row.index(), row.column(), e);
            } else if (fault instanceof Failure.SomeRow some && to - from == 1) {
                refuse(set, batch, from, some.column(), e);
            } else if (fault instanceof Failure.SomeRow some) {
                refuse(set, batch, from, some.column(), oneOf(set, batch, from, to, e));
            }
            throw e;
        }
        if (loaded.rows() != to - from) {
            SwallowedException swallowed = new SwallowedException(to - from, loaded.rows());
            refuse(set, batch, from, null, to - from == 1 ? swallowed : oneOf(set, batch, from, to, swallowed));
        }
        following.learn(set, batch, from, to, loaded);
        set.account().countLoaded(loaded, LoadStrategy.BULK);
        content.add(set, batch, from, to, loaded);
    }

    private SessionException oneOf(ColumnSet set, RowBatch batch, int from, int to, SQLException failure) {
        return new SessionException(
                "one of the rows " + batch.number(from) + " to " + batch.number(to - 1)
                        + ", of which the driver does not say" + " which: "
                        + messages.of(failure, set.target(), batch, from),
                failure.getSQLState());
    }

    /** Tries a bad row that is alone with the slower loaders, and refuses it when they do not take it either. */
    private void alone(
            ColumnSet set, RowBatch batch, TableLoaders loaders, int row, @Nullable String column, SQLException failure)
            throws SQLException {
        if (worthAnotherTry(failure)) {
            for (Fallback fallback : Fallback.values()) {
                Optional<TableLoader> loader = loaders.fallback(fallback);
                if (loader.isPresent()
                        && attempt(set, batch, loader.get(), row, row + 1, LoadStrategy.of(fallback)) == null) {
                    return;
                }
            }
        }
        refuse(set, batch, row, column, failure);
    }

    /** What the column would not keep exactly must not be cast by the database, and what breaks a constraint breaks it with any of them. */
    private static boolean worthAnotherTry(SQLException failure) {
        String state = failure.getSQLState();
        return !(failure instanceof ValueException) && (state == null || !state.startsWith("23"));
    }

    /** Loads rows after their references were led to the rows that are there. */
    private void loadFollowing(ColumnSet set, RowBatch batch, TableLoaders loaders) throws SQLException {
        KeyFollowing.Led led = following.lead(set, batch);
        int start = 0;
        for (int row : new TreeSet<>(led.refusals().keySet())) {
            loadIncluded(set, led.rows(), loaders, start, row);
            KeyFollowing.Refusal refusal = led.refusals().get(row);
            boolean harmless = refusal != null && refusal.harmlessIfThere() && isThere(set, led.rows(), loaders, row);
            if (refusal != null && !harmless) {
                refuse(set, led.rows(), row, refusal.columns(), new SessionException(refusal.reason(), "23503"));
            }
            start = row + 1;
        }
        loadIncluded(set, led.rows(), loaders, start, batch.size());
    }

    /** Loads a row if it is there and nothing is changed by that. */
    private boolean isThere(ColumnSet set, RowBatch batch, TableLoaders loaders, int row) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            Loaded loaded = loaders.bulk().load(batch, row, row + 1);
            if (loaded.rows() == 1 && loaded.inserted() == 0 && loaded.updated() == 0) {
                following.learn(set, batch, row, row + 1, loaded);
                connection.releaseSavepoint(savepoint);
                set.account().countLoaded(loaded, LoadStrategy.PARTS);
                content.add(set, batch, row, row + 1, loaded);
                return true;
            }
        } catch (SQLException e) {
            if (diagnose(e, row) instanceof Failure.Fatal) {
                throw e;
            }
        }
        goBack(savepoint);
        return false;
    }

    private void loadIncluded(ColumnSet set, RowBatch batch, TableLoaders loaders, int from, int to)
            throws SQLException {
        if (dangling.isEmpty()) {
            load(set, batch, loaders, from, to);
            return;
        }
        int start = from;
        for (int row = from; row < to; row++) {
            ForeignKey broken = dangling.brokenBy(set, batch, row);
            if (broken != null) {
                load(set, batch, loaders, start, row);
                String reason = "refers to a row that is missing or was rejected: " + broken.describe();
                refuse(set, batch, row, String.join(", ", broken.columns()), new SessionException(reason, "23503"));
                start = row + 1;
            }
        }
        load(set, batch, loaders, start, to);
    }

    /** What was found on this side of the driver needs no dialect to be understood. */
    private Failure diagnose(SQLException failure, int from) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row() - from, null);
        }
        return failure instanceof SwallowedException
                ? new Failure.SomeRow(null)
                : session.failures().diagnose(failure);
    }

    /** Returns why the rows are not in, or null when they are. */
    private @Nullable SQLException attempt(
            ColumnSet set, RowBatch batch, TableLoader loader, int from, int to, LoadStrategy strategy)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            Loaded loaded = loader.load(batch, from, to);
            if (loaded.rows() == to - from) {
                following.learn(set, batch, from, to, loaded);
                connection.releaseSavepoint(savepoint);
                set.account().countLoaded(loaded, strategy);
                content.add(set, batch, from, to, loaded);
                return null;
            }
            goBack(savepoint);
            return new SwallowedException(to - from, loaded.rows());
        } catch (SQLException e) {
            if (diagnose(e, from) instanceof Failure.Fatal) {
                throw e;
            }
            try {
                goBack(savepoint);
            } catch (SQLException lost) {
                e.addSuppressed(lost);
                throw e;
            }
            return e;
        }
    }

    /** A savepoint outlives the rollback to it on most databases, and what comes next is not to come after it. */
    private void goBack(Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            LOG.trace("the savepoint did not outlive the rollback to it", messages.redacted(e));
        }
    }

    /** Takes a record that is in no batch. */
    void refuse(Item.Refused refused) {
        rejects.take(refused);
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
                messages.of(failure, set.target(), batch, row));
        rejects.take(set, batch, row, error, failure);
        following.lose(set, batch, row);
    }

    @Override
    public void close() throws SQLException {
        SQLException first = null;
        for (TableLoaders loaders : loadersOf.values()) {
            try {
                loaders.close();
            } catch (SQLException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        loadersOf.clear();
        if (first != null) {
            throw first;
        }
    }
}
