package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Table;
import dev.restore.dialect.Acceleration;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.RowsEncoder;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.load.CopyLoaders;
import dev.restore.dialect.postgres.load.CopyPosition;
import dev.restore.dialect.postgres.load.DefaultRowsLoader;
import dev.restore.dialect.postgres.load.StagedUpsert;
import dev.restore.dialect.postgres.load.TemporaryTableUpsert;
import dev.restore.dialect.postgres.load.TextInserts;
import dev.restore.dialect.postgres.measure.Rebuilding;
import dev.restore.dialect.postgres.measure.TableClearing;
import dev.restore.dialect.postgres.text.CellEncoders;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/** Empties tables and opens the loaders of a session, and knows what makes them faster. */
final class PostgresLoading implements Acceleration {

    private final PostgresSchema schema;
    private final CellEncoders encoders;
    private final CopyLoaders loaders;
    private Set<Table> truncated = Set.of();
    private int stages;

    PostgresLoading(PostgresSchema schema) {
        this.schema = schema;
        this.encoders = new CellEncoders(schema.settings().zone());
        this.loaders = new CopyLoaders(schema.settings().zone(), encoders);
    }

    /** Says that a transaction begins, in which nothing has been emptied yet. */
    void begin() {
        truncated = Set.of();
    }

    /** Deletes all rows of the tables that are emptied. */
    void clear(Scope scope) throws SQLException {
        TableClearing clearing = new TableClearing(schema.connection(), schema.known(), schema.thresholds());
        schema.locks().changing(scope.cleared(), () -> truncated = clearing.clear(scope));
    }

    TableLoader loader(LoadTarget target) throws SQLException {
        if (target.columns().isEmpty()) {
            return new DefaultRowsLoader(schema.connection(), target.table());
        }
        OnConflict conflict = target.onConflict();
        if (conflict == null) {
            return copy(target, Identifiers.quoted(target.table().name()), false);
        }
        StagedUpsert upsert = new StagedUpsert(target, conflict, schema.known(), ++stages);
        upsert.createStage(schema.connection());
        return new TemporaryTableUpsert(schema.connection(), upsert, copy(target, upsert.stage(), false));
    }

    Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        return target.columns().isEmpty() || target.onConflict() != null
                ? Optional.empty()
                : Optional.of(TextInserts.loader(schema.connection(), target, schema.known(), encoders, fallback));
    }

    private TableLoader copy(LoadTarget target, String into, boolean frozen) throws SQLException {
        return loaders.loader(schema.connection(), target, into, schema.known(), frozen);
    }

    /** Returns where the last load began. */
    CopyPosition position() {
        return loaders.position();
    }

    /** Nothing in a transaction of the caller's: its earlier statements may have left checks that forbid it. */
    @Override
    public List<Rebuilt> rebuilt(Scope scope, Set<Table> inserted) throws SQLException {
        return schema.settings().callersTransaction()
                ? List.of()
                : new Rebuilding(schema.connection(), schema.known()).worthwhile(scope, inserted, schema.thresholds());
    }

    @Override
    public Optional<RowsEncoder> encoder(LoadTarget target) {
        PostgresCatalog read = schema.ifKnown();
        return read == null || target.columns().isEmpty() ? Optional.empty() : loaders.encoder(target, read);
    }

    /**
     * Frozen rows need not be written once more, when they are first read and by VACUUM. The server freezes none after a savepoint,
     * and where a snapshot of this transaction is older.
     */
    @Override
    public Optional<TableLoader> unbrokenLoader(LoadTarget target) throws SQLException {
        Connection connection = schema.connection();
        boolean freezes = target.onConflict() == null
                && !target.columns().isEmpty()
                && target.table().kind() == Table.Kind.TABLE
                && truncated.contains(target.table())
                && !schema.settings().callersTransaction()
                && connection.unwrap(PGConnection.class).getAutosave() == AutoSave.NEVER
                && connection.getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
        return freezes
                ? Optional.of(copy(target, Identifiers.quoted(target.table().name()), true))
                : Optional.empty();
    }
}
