package dev.restore.dialect.h2;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.Violation;
import dev.restore.dialect.BusyException;
import dev.restore.dialect.Commits;
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

/** One restore into H2. */
final class H2Session extends StandardSession {

    /** H2 takes longer to parse a statement than to count a few rows, and remembers the last statements of a connection. */
    private static final int QUERIES_AT_ONCE = 50;

    private final H2Schema schema = new H2Schema(database());
    private final H2ForeignKeys foreignKeys = new H2ForeignKeys(database());
    private final H2Reading reading = new H2Reading(database());
    private final H2Writers writers = new H2Writers(database());
    private final HeldRows heldRows = new HeldRows(database());

    H2Session(Connection connection, SessionSettings settings) throws SQLException {
        super(SqlDatabase.of(connection, settings, syntax(connection), Trust.ALL));
    }

    private static SqlSyntax syntax(Connection connection) throws SQLException {
        return SqlSyntax.of(connection)
                .parameter(H2Loaders::parameter)
                .emptyRow(EmptyRow.DEFAULT_VALUES)
                .queriesAtOnce(QUERIES_AT_ONCE)
                .rowPlace("_ROWID_");
    }

    @Override
    public Catalog catalog() throws SQLException {
        return schema.read();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        return H2ForeignKeys.onCircle(scope)
                ? new ForeignKeyMeasure(
                        ForeignKeyMeasure.Kind.SWITCH_OFF,
                        true,
                        "some tables refer to themselves or to each other in a circle")
                : super.foreignKeyMeasure(scope);
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        if (connection().isReadOnly()) {
            obstacles.add(new Obstacle(
                    null,
                    "the database is read-only",
                    "open it for writing: without ACCESS_MODE_DATA=r, from a file that may be written"));
            return obstacles;
        }
        obstacles.addAll(new H2Rights(database()).missing(scope));
        boolean switched = measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF;
        if (switched && settings().callersTransaction()) {
            obstacles.add(new Obstacle(
                    null,
                    "the foreign keys form a circle, and switching them off would commit the caller's transaction",
                    "restore into a DataSource outside of that transaction, so that the restore has one of its own"));
        }
        Optional<H2Writers.Writer> other = writers.lastingOther(scope);
        if (other.isPresent()) {
            H2Writers.Writer writer = other.get();
            obstacles.add(Obstacle.busy(writer.table(), writer.message(), writer.remedy()));
        } else if (switched && !settings().callersTransaction()) {
            obstacles.addAll(foreignKeys.obstacles(scope, writers));
        }
        return obstacles;
    }

    @Override
    public TriggerSuspension triggers() {
        return new H2Triggers();
    }

    private void refuseOther(Scope scope) throws SQLException {
        Optional<H2Writers.Writer> other = settings().beside() ? Optional.empty() : writers.other(scope);
        if (other.isPresent()) {
            H2Writers.Writer writer = other.get();
            throw new BusyException(
                    "table " + writer.table() + ": " + writer.message(), writer.remedy(), H2Writers.LOCK_TIMEOUT, null);
        }
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        refuseOther(scope);
        if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF) {
            foreignKeys.switchOff(scope);
        }
        super.begin(scope, measure);
        writers.announce(scope);
        refuseOther(scope);
        foreignKeys.rememberViolations(scope, this::violations);
    }

    @Override
    public WriteGuard writeGuard() {
        return heldRows;
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        heldRows.clear(scope);
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        return foreignKeys.added(super.resumeForeignKeys(scope));
    }

    @Override
    protected StandardLoaders loaders() {
        return new H2Loaders(database(), reading, schema);
    }

    @Override
    public StandardReading reading() {
        return reading;
    }

    /** Under repeatable read H2 fixes each table at its own first use; under this they are all fixed at once. */
    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public void begin(List<Table> tables) throws SQLException {
                beginSnapshot(Connection.TRANSACTION_SERIALIZABLE);
            }
        };
    }

    @Override
    public Failures failures() {
        return new H2Failures(database());
    }

    @Override
    public Numbering numbering() {
        return new H2Numbers(database(), schema);
    }

    @Override
    public Optional<Staging> staging() {
        return Optional.of(new H2Staging(database()));
    }

    @Override
    public Commits commits() {
        return new H2Commits(database());
    }

    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        try {
            super.close();
        } catch (SQLException e) {
            failure = e;
        }
        foreignKeys.switchOn(failure);
    }
}
