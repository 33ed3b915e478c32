package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Acceleration;
import dev.restore.dialect.Commits;
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
import dev.restore.dialect.Staging;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReading;
import dev.restore.dialect.TriggerSuspension;
import dev.restore.dialect.WriteGuard;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.measure.EventTriggers;
import dev.restore.dialect.postgres.measure.ForeignKeyGuard;
import dev.restore.dialect.postgres.measure.ForeignKeySql;
import dev.restore.dialect.postgres.measure.ObstacleSearch;
import dev.restore.dialect.postgres.measure.TouchedForeignKeys;
import dev.restore.dialect.postgres.transaction.TransactionNumber;
import dev.restore.dialect.postgres.transaction.TransactionSetup;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** One restore on one connection: hands each step to the class that knows it. */
public final class PostgresSession implements Dialect.Session {

    /** How long a server that is told to end a statement may take before it counts as out of reach. */
    private static final long CANCEL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final String IN_FAILED_TRANSACTION = "25P02";

    private final Connection connection;
    private final SessionSettings settings;
    private final PostgresSchema schema;
    private final PostgresReading reading;
    private final PostgresLoading loading;
    private final PostgresFailures failures;
    private final PostgresTriggers triggers;
    private final List<String> staged = new ArrayList<>();
    private @Nullable ForeignKeyGuard guard;
    private @Nullable TransactionSetup transaction;
    private long cancelledSince = Long.MIN_VALUE;

    public PostgresSession(Connection connection, SessionSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.schema = new PostgresSchema(connection, settings);
        this.reading = new PostgresReading(schema);
        this.loading = new PostgresLoading(schema);
        this.failures = new PostgresFailures(schema, loading);
        this.triggers = new PostgresTriggers(schema);
    }

    @Override
    public Catalog catalog() throws SQLException {
        return schema.read();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        return new TouchedForeignKeys(connection, schema.known()).measure(scope, schema.thresholds());
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        return new ObstacleSearch(connection, schema.known()).search(scope, measure);
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        TransactionSetup setup = setUp();
        loading.begin();
        setup.begin();
        triggers.begin(scope);
        failures.readAhead(scope);
        ForeignKeyGuard suspended = newGuard();
        schema.locks().changing(scope.loaded(), () -> {
            suspended.suspend(scope, measure);
            suspended.drop(scope);
        });
        guard = suspended;
    }

    private TransactionSetup setUp() {
        TransactionSetup setup = new TransactionSetup(connection, settings);
        transaction = setup;
        schema.inTransaction(true);
        return setup;
    }

    private ForeignKeyGuard newGuard() throws SQLException {
        return new ForeignKeyGuard(connection, schema.known(), settings.callersTransaction());
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        loading.clear(scope);
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        return loading.loader(target);
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        return loading.loader(target, fallback);
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        ForeignKeyGuard suspended = guard == null ? newGuard() : guard;
        return suspended.resume(scope);
    }

    /** A reference of which a part is null (MATCH FULL) refers to nothing that could be named, and is left out. */
    @Override
    public List<List<String>> danglingReferences(ForeignKey key, int limit) throws SQLException {
        List<List<String>> references = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ForeignKeySql.danglingReferences(schema.known(), key, limit))) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= key.columns().size(); i++) {
                    String value = row.getString(i);
                    if (value != null) {
                        values.add(value);
                    }
                }
                if (values.size() == key.columns().size()) {
                    references.add(values);
                }
            }
        }
        return references;
    }

    @Override
    public TableReading reading() {
        return reading;
    }

    @Override
    public Numbering numbering() {
        return new PostgresNumbering(schema);
    }

    @Override
    public Failures failures() {
        return failures;
    }

    @Override
    public Limitations limitations() {
        return new EventTriggers(connection);
    }

    @Override
    public Acceleration acceleration() {
        return loading;
    }

    @Override
    public TriggerSuspension triggers() {
        return triggers;
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public void begin(List<Table> tables) throws SQLException {
                TransactionSetup setup = setUp();
                PostgresCatalog known = schema.known();
                setup.beginSnapshot(
                        tables.stream().map(table -> known.only(table.name())).toList());
            }
        };
    }

    @Override
    public WriteGuard writeGuard() {
        return new PostgresWriteGuard(schema);
    }

    @Override
    public Optional<Staging> staging() throws SQLException {
        return Optional.of(new PostgresStaging(schema, staged));
    }

    @Override
    public Commits commits() {
        return new TransactionNumber(connection);
    }

    /**
     * Asks the server on a connection of its own, which the driver waits for, so that no later statement is hit. When that
     * does not help, the way to the server is lost, and the connection is given up: nothing else would wake a thread that
     * waits for an answer. A connection of the caller's is not ours to give up.
     */
    @Override
    public void cancel() throws SQLException {
        long now = System.nanoTime();
        if (cancelledSince == Long.MIN_VALUE) {
            cancelledSince = now;
        } else if (now - cancelledSince > CANCEL_NANOS && !settings.callersTransaction()) {
            connection.abort(Runnable::run);
            return;
        }
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    @Override
    public void close() throws SQLException {
        TransactionSetup setup = transaction;
        transaction = null;
        schema.inTransaction(false);
        if (settings.callersTransaction()) {
            dropStages();
        }
        staged.clear();
        if (setup != null) {
            setup.putBack();
        }
    }

    /** The transaction in which stages vanish goes on. A rollback has taken them along already. */
    private void dropStages() throws SQLException {
        if (staged.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + String.join(", ", staged));
        } catch (SQLException e) {
            if (!IN_FAILED_TRANSACTION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
