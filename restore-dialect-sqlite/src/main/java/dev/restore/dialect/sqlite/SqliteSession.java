package dev.restore.dialect.sqlite;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Failures;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Numbering;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Snapshots;
import dev.restore.dialect.Staging;
import dev.restore.dialect.TriggerSuspension;
import dev.restore.dialect.WriteGuard;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.SqlDatabase.Trust;
import dev.restore.dialect.standard.SqlSyntax;
import dev.restore.dialect.standard.SqlSyntax.EmptyRow;
import dev.restore.dialect.standard.StandardLoaders;
import dev.restore.dialect.standard.StandardReading;
import dev.restore.dialect.standard.StandardSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

/** One restore into SQLite. */
final class SqliteSession extends StandardSession {

    private static final SqlSyntax SYNTAX =
            new SqlSyntax(new SqliteNames(), column -> "?", EmptyRow.DEFAULT_VALUES, 50, "rowid");

    private final SqliteSchema schema = new SqliteSchema(connection(), settings());
    private final SqliteReading reading = new SqliteReading(database(), schema);
    private final SqliteForeignKeys foreignKeys = new SqliteForeignKeys(database(), schema, reading);
    private final EarlyKeys earlyKeys = new EarlyKeys(database());
    private final SqliteTriggers triggers = new SqliteTriggers(database(), schema);
    private final SqlitePragmas pragmas = new SqlitePragmas(database(), schema);
    private final WriteLock lock = new WriteLock(database(), schema);
    private final List<String> staged = new ArrayList<>();
    private final SqliteFailures failures = new SqliteFailures(database(), schema);

    SqliteSession(Connection connection, SessionSettings settings) throws SQLException {
        super(SqlDatabase.of(connection, settings, SYNTAX, Trust.ALL));
    }

    @Override
    public Catalog catalog() throws SQLException {
        return schema.read();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        return foreignKeys.measure(scope);
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>(
                settings().callersTransaction() ? foreignKeys.cascades(scope, measure) : lock.obstacles());
        obstacles.addAll(foreignKeys.uncheckable(scope));
        return obstacles;
    }

    @Override
    public TriggerSuspension triggers() {
        return triggers;
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        pragmas.remember();
        ForeignKeyMeasure done = new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, measure.reason());
        if (settings().callersTransaction()) {
            super.begin(scope, done);
            pragmas.deferForeignKeys();
        } else {
            boolean enforced = measure.kind() == ForeignKeyMeasure.Kind.ENFORCE;
            pragmas.enforceForeignKeys(enforced);
            if (settings().quick()) {
                pragmas.doNotWaitForDisk();
            }
            super.begin(scope, done);
            lock.take();
            if (enforced) {
                earlyKeys.check(scope.loaded(), schema.traits());
            }
        }
        triggers.begin(scope);
        foreignKeys.remember(scope);
    }

    /** A reading transaction of SQLite sees one moment, from its first reading on, which happens here. */
    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public void begin(List<Table> tables) throws SQLException {
                pragmas.remember();
                beginSnapshot(Connection.TRANSACTION_SERIALIZABLE);
                database().number("SELECT count(*) FROM " + schema.quotedDatabase() + ".sqlite_schema");
            }
        };
    }

    /** The write lock, which the transaction has, keeps everybody else out. */
    @Override
    public WriteGuard writeGuard() {
        return new WriteGuard() {};
    }

    @Override
    protected StandardLoaders loaders() {
        return new SqliteLoaders(database(), reading, schema, triggers.fire());
    }

    @Override
    public StandardReading reading() {
        return reading;
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        lock.requireTransaction();
        return foreignKeys.violations(scope);
    }

    @Override
    public Numbering numbering() {
        return new SqliteNumbers(database(), schema);
    }

    @Override
    public Optional<Staging> staging() {
        return Optional.of(new SqliteStaging(database(), staged));
    }

    @Override
    public Failures failures() {
        return failures;
    }

    /**
     * Ends whatever SQLite is doing for this connection, except waiting for another writer, which its timeout ends. A
     * statement that is interrupted takes its whole transaction along, so that one of the caller's is not.
     */
    @Override
    public void cancel() throws SQLException {
        if (settings().callersTransaction()) {
            return;
        }
        connection().unwrap(SQLiteConnection.class).getDatabase().interrupt();
    }

    @Override
    public void close() throws SQLException {
        if (!begun()) {
            return;
        }
        if (settings().callersTransaction()) {
            SqliteStaging.drop(database(), staged);
            super.close();
            pragmas.putDeferringBack();
            return;
        }
        try {
            super.close();
        } catch (SQLiteException e) {
            // SQLite may have rolled back by itself; the driver is in auto-commit mode again all the same.
            if (!connection().getAutoCommit()) {
                throw e;
            }
        }
        try {
            SqliteStaging.drop(database(), staged);
            earlyKeys.stop();
            pragmas.waitForDiskAgain();
        } finally {
            pragmas.putForeignKeysBack();
        }
    }
}
