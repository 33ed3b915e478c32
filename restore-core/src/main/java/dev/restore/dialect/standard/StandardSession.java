package dev.restore.dialect.standard;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failures;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Limitations;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Snapshots;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.WriteGuard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One restore on a connection to any JDBC database. Foreign keys are kept out of the way by the order of the tables, or
 * deferred where the database allows it; tables are emptied with DELETE and filled with batches of a prepared INSERT.
 * What the database can do is tried where no driver tells it.
 *
 * <p>Used by one thread. Subclasses override what their database does better.
 */
public class StandardSession implements Dialect.Session {

    private final SqlDatabase database;
    private final StandardTransaction transaction;
    private final StandardForeignKeys foreignKeys;
    private final StandardLimitations limitations;
    private final StandardReading reading;

    /** Creates a session with a database of which nothing is known; reads from the connection, changes nothing. */
    public StandardSession(Connection connection, SessionSettings settings) throws SQLException {
        this(SqlDatabase.of(connection, settings));
    }

    /** Creates a session with a database; reads from the connection, changes nothing. */
    protected StandardSession(SqlDatabase database) throws SQLException {
        this.database = database;
        this.transaction = new StandardTransaction(database);
        this.foreignKeys = new StandardForeignKeys(database);
        this.limitations = new StandardLimitations(database);
        this.reading = new StandardReading(database);
    }

    /** Returns the database. */
    protected final SqlDatabase database() {
        return database;
    }

    /** Returns the connection, which belongs to the caller. */
    protected final Connection connection() {
        return database.connection();
    }

    /** Returns the caller's wishes. */
    protected final SessionSettings settings() {
        return database.settings();
    }

    /** Returns whether {@link #begin} has started a transaction on this session. */
    protected final boolean begun() {
        return transaction.begun();
    }

    @Override
    public Catalog catalog() throws SQLException {
        return new MetadataCatalog(connection(), settings().schema()).read();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        return foreignKeys.measure(scope);
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        if (connection().isReadOnly()) {
            obstacles.add(new Obstacle(null, "the connection is read-only", "connect with write access"));
        }
        obstacles.addAll(foreignKeys.obstacles(scope, measure));
        obstacles.addAll(limitations.obstacles(scope));
        obstacles.addAll(foreignKeys.unclearable(scope));
        return obstacles;
    }

    @Override
    public Limitations limitations() {
        return limitations;
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        transaction.begin();
        foreignKeys.suspend(scope, measure);
    }

    /**
     * Begins a transaction that only reads.
     *
     * @param isolation the isolation under which it sees one moment, as {@link Connection#setTransactionIsolation} takes it
     */
    protected final void beginSnapshot(int isolation) throws SQLException {
        transaction.beginReading(isolation);
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public void begin(List<Table> tables) throws SQLException {
                beginSnapshot(transaction.snapshotIsolation());
            }
        };
    }

    /** Begins the transaction, in which nothing has been done yet, again, as one that goes on as if it were alone. */
    @Override
    public WriteGuard writeGuard() {
        return new WriteGuard() {
            @Override
            public void hold(Scope scope) throws SQLException {
                if (transaction.beginAlone()) {
                    foreignKeys.suspendAgain();
                }
            }
        };
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        foreignKeys.openCircles(scope);
        for (Table table : scope.cleared()) {
            database.execute("DELETE FROM " + database.quote(table.name()));
        }
    }

    /** Returns what opens the loaders. */
    protected StandardLoaders loaders() {
        return new StandardLoaders(database, reading());
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        StandardLoaders loaders = loaders();
        return foreignKeys.late(target, loaders.loader(target), loaders);
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        StandardLoaders loaders = loaders();
        Optional<TableLoader> loader = loaders.loader(target, fallback);
        return loader.isEmpty() ? loader : Optional.of(foreignKeys.late(target, loader.get(), loaders));
    }

    @Override
    public void loadsAgain() {
        foreignKeys.forgetRows();
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        return foreignKeys.resume(scope);
    }

    /** Looks for rows that break foreign keys. A row with a null among the referring columns breaks none. */
    protected final List<Violation> violations(List<ForeignKey> keys) throws SQLException {
        return foreignKeys.violations(keys);
    }

    @Override
    public List<List<String>> danglingReferences(ForeignKey key, int limit) throws SQLException {
        return foreignKeys.dangling(key, limit);
    }

    @Override
    public StandardReading reading() {
        return reading;
    }

    /** Tries what the next insert gets, and restarts identities as the standard says where the transaction allows it. */
    @Override
    public Numbering numbering() {
        return new NextNumbers(database);
    }

    @Override
    public Failures failures() {
        return new StandardFailures(database);
    }

    /** Cancels the statement that is running, where the driver can do that. */
    @Override
    public void cancel() throws SQLException {
        database.running().cancel();
    }

    /** Rolls back whatever is left and puts auto-commit back, unless the transaction is the caller's. */
    @Override
    public void close() throws SQLException {
        if (!transaction.begun()) {
            return;
        }
        try {
            foreignKeys.end();
        } finally {
            transaction.end();
        }
    }
}
