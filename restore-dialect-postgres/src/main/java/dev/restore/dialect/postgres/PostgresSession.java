package dev.restore.dialect.postgres;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.RowChanges;
import dev.restore.dialect.RowsEncoder;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReader;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/** One restore on one connection: hands each step to the class that knows it. */
final class PostgresSession implements Dialect.Session {

    /** How long a server that is told to end a statement may take before it counts as out of reach. */
    private static final long CANCEL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int COUNTED_AT_ONCE = 100;

    private static final String TRIGGER_SOURCES = """
            SELECT DISTINCT p.prosrc
            FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND p.prosrc IS NOT NULL""";

    private final Connection connection;
    private final SessionSettings settings;
    private final CellEncoders encoders;
    private final CopyLoaders loaders;
    private final PostgresForms forms;
    private @Nullable PostgresCatalog catalog;
    private int stages;
    private @Nullable Thresholds thresholds;
    private @Nullable ForeignKeyGuard guard;
    private @Nullable TriggerSuppression triggers;
    private @Nullable TransactionSetup transaction;
    private Set<Table> truncated = Set.of();
    private @Nullable String triggerTexts;
    private long cancelledSince = Long.MIN_VALUE;

    PostgresSession(Connection connection, SessionSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.encoders = new CellEncoders(settings.zone());
        this.loaders = new CopyLoaders(settings.zone(), encoders);
        this.forms = new PostgresForms(settings.zone());
    }

    @Override
    public Catalog catalog() throws SQLException {
        if (transaction == null) {
            TransactionSetup.refuseWhileAnotherRuns(connection);
        }
        PostgresCatalog read = settings.memory()
                .get(
                        PostgresCatalog.class,
                        () -> new TreeMap<>(settings.sequences()) + new CatalogToken(connection).read(),
                        () -> new CatalogReader(connection, settings.sequences()).read(settings.schema()));
        catalog = read;
        return read.catalog();
    }

    private PostgresCatalog known() throws SQLException {
        if (catalog == null) {
            catalog();
        }
        PostgresCatalog known = catalog;
        if (known == null) {
            throw new IllegalStateException("no catalog");
        }
        return known;
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        return new TouchedForeignKeys(connection, known()).measure(scope, thresholds());
    }

    private Thresholds thresholds() throws SQLException {
        Thresholds read = thresholds;
        if (read == null) {
            read = Thresholds.read(connection);
            thresholds = read;
        }
        return read;
    }

    /** Nothing in a transaction of the caller's: its earlier statements may have left checks that forbid it. */
    @Override
    public List<Rebuilt> rebuilt(Scope scope, Set<Table> inserted) throws SQLException {
        return settings.callersTransaction()
                ? List.of()
                : new Rebuilding(connection, known()).worthwhile(scope, inserted, thresholds());
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        return new ObstacleSearch(connection, known()).search(scope, measure);
    }

    @Override
    public List<String> numberingDoubts(List<Table> tables) {
        List<String> doubts = new ArrayList<>();
        PostgresCatalog read = catalog;
        if (read == null) {
            return doubts;
        }
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.sequence() == null && PostgresCatalog.among(read.unclear(), table, column)) {
                    doubts.add("The default or a trigger of " + table.name().name() + "." + column.name()
                            + " draws from a sequence, and from which cannot be told: the next value may be taken. Say it"
                            + " (sequence, --sequence), and it is set behind the rows.");
                }
            }
        }
        return doubts;
    }

    @Override
    public List<Obstacle> triggerObstacles(Scope scope) throws SQLException {
        return new TriggerSuppression(connection, known()).obstacles(scope);
    }

    /** Event triggers see what a restore does to the schema, and may refuse it or write rows. */
    @Override
    public List<String> shortcomings(Scope scope) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CatalogQueries.EVENT_TRIGGERS)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names.isEmpty()
                ? List.of()
                : List.of(
                        "Event triggers of the database fire where the restore puts constraints off, suppresses triggers, rebuilds"
                                + " indexes or makes a table for its checkpoint: " + String.join(", ", names) + ".");
    }

    @Override
    public Map<TableName, RowChanges> rowChanges() throws SQLException {
        Map<TableName, RowChanges> changes = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CatalogQueries.ROW_CHANGES)) {
            while (row.next()) {
                changes.put(
                        new TableName(row.getString(1), row.getString(2)),
                        new RowChanges(row.getLong(3), row.getLong(4)));
            }
        }
        return changes;
    }

    @Override
    public long count(Table table) throws SQLException {
        return number(List.of(table), "SELECT count(*) FROM " + known().only(table.name()));
    }

    @Override
    public List<Long> counts(List<Table> tables) throws SQLException {
        if (tables.isEmpty()) {
            return List.of();
        }
        if (transaction != null) {
            return countTogether(tables);
        }
        try {
            return locks().readingAtOnce(tables, () -> countTogether(tables));
        } catch (SQLException e) {
            if (!TableLocks.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            // One is held by somebody else, and the refusal is to name that one.
            return Dialect.Session.super.counts(tables);
        }
    }

    private List<Long> countTogether(List<Table> tables) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (int from = 0; from < tables.size(); from += COUNTED_AT_ONCE) {
            StringJoiner query = new StringJoiner(", ", "SELECT ARRAY[", "]");
            for (Table table : tables.subList(from, Math.min(from + COUNTED_AT_ONCE, tables.size()))) {
                query.add("(SELECT count(*) FROM " + known().only(table.name()) + ")");
            }
            try (PreparedStatement statement = connection.prepareStatement(query.toString());
                    ResultSet row = statement.executeQuery()) {
                row.next();
                Collections.addAll(counts, (Long[]) row.getArray(1).getArray());
            }
        }
        return counts;
    }

    @Override
    public long countReferring(ForeignKey foreignKey, long limit) throws SQLException {
        List<Table> tables = known().catalog().tables().stream()
                .filter(t -> t.name().equals(foreignKey.table()) || t.name().equals(foreignKey.referencedTable()))
                .toList();
        return number(tables, ForeignKeySql.countReferring(known(), foreignKey, limit));
    }

    private long number(List<Table> tables, String query) throws SQLException {
        return transaction == null ? locks().reading(tables, () -> number(query)) : number(query);
    }

    private TableLocks locks() throws SQLException {
        return new TableLocks(connection, known());
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        TransactionSetup setup = new TransactionSetup(connection, settings);
        transaction = setup;
        truncated = Set.of();
        setup.begin();
        suppressTriggers(scope);
        if (triggerTexts == null
                && Stream.concat(scope.loaded().stream(), scope.cleared().stream())
                        .anyMatch(table -> !table.triggers().isEmpty())) {
            triggerTexts = triggerSources();
        }
        ForeignKeyGuard suspended = new ForeignKeyGuard(connection, known(), settings.callersTransaction());
        locks().changing(scope.loaded(), () -> {
            suspended.suspend(scope, measure);
            suspended.drop(scope);
        });
        guard = suspended;
    }

    private void suppressTriggers(Scope scope) throws SQLException {
        triggers = null;
        if (scope.triggers().suppressed()) {
            TriggerSuppression suppression = new TriggerSuppression(connection, known());
            Set<Table> tables = new LinkedHashSet<>(scope.loaded());
            tables.addAll(scope.cleared());
            locks().changing(tables, () -> suppression.suppress(scope));
            triggers = suppression;
        }
    }

    @Override
    public void resumeTriggers() throws SQLException {
        if (triggers != null) {
            triggers.resume();
        }
    }

    @Override
    public void beginSnapshot(List<Table> tables) throws SQLException {
        TransactionSetup setup = new TransactionSetup(connection, settings);
        transaction = setup;
        PostgresCatalog known = known();
        setup.beginSnapshot(
                tables.stream().map(table -> known.only(table.name())).toList());
    }

    /** Readers may go on, writers wait: a lock that TRUNCATE needs comes only with it. */
    @Override
    public void hold(Scope scope) throws SQLException {
        if (settings.callersTransaction()
                && connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            throw new SessionException(
                    "the caller's transaction sees the rows of an earlier moment, so that a safety backup could lack what others"
                            + " have committed since; begin it with READ COMMITTED",
                    "25001");
        }
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        locks().keepWritersOut(tables);
    }

    @Override
    public List<Dialect.NextValue> nextValues(List<Table> tables) throws SQLException {
        return new Identities(connection, known()).next(tables);
    }

    @Override
    public void restartIdentity(Table table, Column column, BigInteger next) throws SQLException {
        new Identities(connection, known()).restart(column, next);
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        TableClearing clearing = new TableClearing(connection, known(), thresholds());
        locks().changing(scope.cleared(), () -> truncated = clearing.clear(scope));
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        if (target.columns().isEmpty()) {
            return new DefaultRowsLoader(connection, target.table());
        }
        OnConflict conflict = target.onConflict();
        if (conflict == null) {
            return copy(target, Identifiers.quoted(target.table().name()), false);
        }
        Merge merge = new Merge(target, conflict, known(), ++stages);
        merge.createStage(connection);
        return new TemporaryTableUpsert(connection, merge, copy(target, merge.stage(), false));
    }

    @Override
    public Optional<RowsEncoder> encoder(LoadTarget target) {
        PostgresCatalog read = catalog;
        return read == null || target.columns().isEmpty() ? Optional.empty() : loaders.encoder(target, read);
    }

    /**
     * Frozen rows need not be written once more, when they are first read and by VACUUM. The server freezes none behind a savepoint,
     * and where a snapshot of this transaction is older.
     */
    @Override
    public Optional<TableLoader> unbrokenLoader(LoadTarget target) throws SQLException {
        boolean freezes = target.onConflict() == null
                && !target.columns().isEmpty()
                && target.table().kind() == Table.Kind.TABLE
                && truncated.contains(target.table())
                && !settings.callersTransaction()
                && connection.unwrap(PGConnection.class).getAutosave() == AutoSave.NEVER
                && connection.getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
        return freezes
                ? Optional.of(copy(target, Identifiers.quoted(target.table().name()), true))
                : Optional.empty();
    }

    private TableLoader copy(LoadTarget target, String into, boolean frozen) throws SQLException {
        return loaders.loader(connection, target, into, known(), frozen);
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        return target.columns().isEmpty() || target.onConflict() != null
                ? Optional.empty()
                : Optional.of(new InsertLoader(connection, target, known(), encoders, fallback));
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        ForeignKeyGuard suspended =
                guard == null ? new ForeignKeyGuard(connection, known(), settings.callersTransaction()) : guard;
        return suspended.resume(scope);
    }

    /** A reference of which a part is null (MATCH FULL) refers to nothing that could be named, and is left out. */
    @Override
    public List<List<String>> danglingReferences(ForeignKey key, int limit) throws SQLException {
        List<List<String>> references = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ForeignKeySql.danglingReferences(known(), key, limit))) {
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
    public CellForm form(Table table, Column column) throws SQLException {
        return forms.of(known().type(table, column));
    }

    @Override
    public TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
            throws SQLException {
        List<CellDecoder> decoders = new ArrayList<>();
        StringJoiner selected = new StringJoiner(", ");
        for (Column column : columns) {
            PgType type = known().type(table, column);
            decoders.add(CellDecoders.of(type));
            selected.add(CellDecoders.selected(type, Identifiers.quoted(column.name())));
        }
        String where = condition == null ? "" : " WHERE (" + condition + "\n)";
        return new CopyReader(
                connection,
                "SELECT " + selected + " FROM " + known().only(table.name()) + where + (ordered ? order(table) : ""),
                decoders);
    }

    /** Without a key rows are ordered by their texts, byte by byte: every type has one, also those that cannot be compared. */
    private static String order(Table table) {
        String texts = table.columns().stream()
                .map(column -> Identifiers.quoted(column.name()) + "::text COLLATE \"C\"")
                .collect(Collectors.joining(", "));
        String order =
                table.primaryKey().map(key -> Identifiers.list(key.columns())).orElse(texts);
        return order.isEmpty() ? "" : " ORDER BY " + order;
    }

    @Override
    public List<Dialect.NextValue> restartIdentities(List<Table> tables) throws SQLException {
        return new Identities(connection, known()).restart(tables);
    }

    /** Returns the transaction's number; empty before PostgreSQL 13, which cannot be asked by it. */
    @Override
    public Optional<String> mark() throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < 13) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::text")) {
            row.next();
            return Optional.of(row.getString(1));
        }
    }

    @Override
    public Failure diagnose(SQLException failure) {
        return new Diagnosis(catalog, loaders.position()).of(failure);
    }

    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        return ServerMessages.withoutValues(failure, redaction, triggerTexts == null ? "" : triggerTexts);
    }

    /** Returns what the functions behind triggers say in their source: read ahead, as a failed transaction answers nothing. */
    private String triggerSources() throws SQLException {
        StringBuilder sources = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TRIGGER_SOURCES)) {
            while (row.next()) {
                sources.append(row.getString(1)).append('\n');
            }
        }
        return sources.toString();
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
        if (setup != null) {
            setup.putBack();
        }
    }
}
