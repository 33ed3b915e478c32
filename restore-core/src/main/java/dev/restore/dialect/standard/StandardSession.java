package dev.restore.dialect.standard;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.ForeignKey.Deferrability;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.Violation;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.CellForms;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.TemporalValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One restore on a connection to any JDBC database. Foreign keys are kept out of the way by the order of the tables, or
 * deferred where the database allows it; tables are emptied with DELETE and filled with batches of a prepared INSERT.
 * What the database can do is tried where no driver tells it.
 *
 * <p>Used by one thread. Subclasses override what their database does better.
 */
public class StandardSession implements Dialect.Session {

    private static final int FETCH_ROWS = 1000;

    /** The families that not every database can sort by. */
    private static final Set<TypeFamily> INCOMPARABLE =
            Set.of(TypeFamily.JSON, TypeFamily.ARRAY, TypeFamily.OTHER, TypeFamily.BINARY);

    private final Connection connection;
    private final SessionSettings settings;
    private final String quote;
    private final boolean autoCommit;
    private final RunningStatement running;
    private final Statements statements;
    private boolean begun;
    private boolean deferred;
    private int isolation = Connection.TRANSACTION_NONE;
    private @Nullable Capabilities capabilities;
    private @Nullable LateReferences late;
    private @Nullable Catalog catalog;

    /** Creates a session; reads from the connection, changes nothing. */
    @SuppressWarnings("this-escape") // complete() says the same of every session of a class
    public StandardSession(Connection connection, SessionSettings settings) throws SQLException {
        this.connection = connection;
        this.settings = settings;
        this.quote = connection.getMetaData().getIdentifierQuoteString().trim();
        this.autoCommit = connection.getAutoCommit();
        this.running = new RunningStatement(!complete());
        this.statements = new Statements(connection, running);
    }

    /** Returns the connection, which belongs to the caller. */
    protected final Connection connection() {
        return connection;
    }

    /** Returns the caller's wishes. */
    protected final SessionSettings settings() {
        return settings;
    }

    /** Returns whether {@link #begin} has started a transaction on this session. */
    protected final boolean begun() {
        return begun;
    }

    @Override
    public Catalog catalog() throws SQLException {
        return new MetadataCatalog(connection, settings.schema()).read();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        if (ForeignKeys.touching(scope).isEmpty()) {
            return new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, "no foreign key touches these tables");
        }
        List<ForeignKey> among = ForeignKeys.among(scope);
        List<ForeignKey> circular = ForeignKeys.circular(among);
        List<ForeignKey> selfReferences =
                among.stream().filter(ForeignKey::selfReference).toList();
        if (circular.isEmpty() && selfReferences.isEmpty()) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.ORDER, false, "the tables refer to each other in no circle");
        }
        if (deferrable(circular) && deferrable(selfReferences)) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.DEFER,
                    deferrable(among),
                    "every foreign key on a circle or to its own table is deferrable");
        }
        if (capabilities().laggingKeys() || lateKeys(scope).isEmpty()) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.ORDER,
                    false,
                    "this database has no way to suspend the foreign keys to a table's own rows");
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.LATE, false, "some tables refer to themselves or to each other in a circle");
    }

    /** Returns the keys on circles whose references can be set when all rows are in. */
    private static Set<ForeignKey> lateKeys(Scope scope) {
        List<ForeignKey> among = ForeignKeys.among(scope);
        Set<ForeignKey> keys = new LinkedHashSet<>(ForeignKeys.circular(among));
        among.stream().filter(ForeignKey::selfReference).forEach(keys::add);
        return new LinkedHashSet<>(LateReferences.possible(scope.catalog(), List.copyOf(keys)));
    }

    private static boolean deferrable(List<ForeignKey> keys) {
        return keys.stream().allMatch(key -> key.deferrability() != Deferrability.NOT_DEFERRABLE);
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        if (connection.isReadOnly()) {
            obstacles.add(new Obstacle(null, "the connection is read-only", "connect with write access"));
        }
        if (measure.kind() == ForeignKeyMeasure.Kind.ORDER || measure.kind() == ForeignKeyMeasure.Kind.LATE) {
            Set<ForeignKey> late = lateKeys(scope);
            for (ForeignKey key : ForeignKeys.circular(ForeignKeys.among(scope))) {
                if (!late.contains(key)) {
                    obstacles.add(new Obstacle(
                            key.table(),
                            "the foreign key " + key.describe()
                                    + " lies on a circle, cannot be deferred and cannot be null at first",
                            "declare it DEFERRABLE, or its columns without NOT NULL, or drop it for the restore"));
                }
            }
        }
        obstacles.addAll(new Limits(capabilities(), scope).obstacles());
        if (capabilities().laggingKeys()) {
            obstacles.addAll(unclearable(scope));
        }
        return obstacles;
    }

    private List<Obstacle> unclearable(Scope scope) throws SQLException {
        Set<TableName> cleared = ForeignKeys.names(scope.cleared());
        List<Obstacle> obstacles = new ArrayList<>();
        for (ForeignKey key : ForeignKeys.touching(scope)) {
            boolean emptied = cleared.contains(key.table()) && cleared.contains(key.referencedTable());
            if (emptied && countReferring(key, 1) > 0) {
                obstacles.add(new Obstacle(
                        key.table(),
                        "this database cannot empty " + key.table() + " and " + key.referencedTable()
                                + " in one transaction, because " + key.describe() + " goes on to see the deleted rows",
                        "empty them yourself before it, children first and each with a commit"));
            }
        }
        return obstacles;
    }

    @Override
    public List<String> shortcomings(Scope scope) throws SQLException {
        return complete() ? List.of() : new Limits(capabilities(), scope).shortcomings();
    }

    @Override
    public Optional<String> clipping() throws SQLException {
        return Optional.ofNullable(capabilities().clipping());
    }

    /** Tries it, unless overridden. */
    @Override
    public boolean savepoints() throws SQLException {
        return capabilities().savepoints();
    }

    /**
     * Returns whether the database keeps every promise by what this session does, so that nothing has to be tried; false unless
     * overridden.
     */
    protected boolean complete() {
        return false;
    }

    private Capabilities capabilities() throws SQLException {
        Capabilities known = capabilities;
        if (known == null) {
            known = complete() ? Capabilities.COMPLETE : Capabilities.of(connection);
            capabilities = known;
        }
        return known;
    }

    @Override
    public long count(Table table) throws SQLException {
        return queryLong("SELECT COUNT(*) FROM " + quote(table.name()));
    }

    @Override
    public List<Long> counts(List<Table> tables) throws SQLException {
        List<String> queries = tables.stream()
                .map(table -> "SELECT COUNT(*) FROM " + quote(table.name()))
                .toList();
        return statements.numbers(queries, askedAtOnce());
    }

    @Override
    public long countReferring(ForeignKey key, long limit) throws SQLException {
        return orphans().countReferring(key, limit);
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        begun = true;
        if (!settings.callersTransaction()) {
            connection.setAutoCommit(false);
        }
        if (measure.kind() == ForeignKeyMeasure.Kind.DEFER) {
            execute("SET CONSTRAINTS ALL DEFERRED");
            deferred = true;
        }
        if (measure.kind() == ForeignKeyMeasure.Kind.LATE) {
            late = new LateReferences(lateKeys(scope));
            catalog = scope.catalog();
        }
        boolean initiallyDeferred = ForeignKeys.touching(scope).stream()
                .anyMatch(key -> key.deferrability() == Deferrability.INITIALLY_DEFERRED);
        if (measure.kind() == ForeignKeyMeasure.Kind.ENFORCE && initiallyDeferred) {
            execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    @Override
    public void beginSnapshot(List<Table> tables) throws SQLException {
        begun = true;
        if (!settings.callersTransaction()) {
            isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(snapshotIsolation());
            connection.setAutoCommit(false);
        }
    }

    /** Begins the transaction, in which nothing has been done yet, again, as one that goes on as if it were alone. */
    @Override
    public void hold(Scope scope) throws SQLException {
        if (settings.callersTransaction()) {
            return;
        }
        connection.rollback();
        if (isolation == Connection.TRANSACTION_NONE) {
            isolation = connection.getTransactionIsolation();
        }
        if (connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        if (deferred) {
            execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }

    /** Returns the isolation under which a transaction sees one moment, for {@link Connection#setTransactionIsolation}. */
    protected int snapshotIsolation() throws SQLException {
        boolean repeatable =
                connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ);
        return repeatable ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        List<ForeignKey> circles = late == null ? List.of() : circlesAmong(scope.cleared());
        for (ForeignKey key : LateReferences.possible(scope.catalog(), circles)) {
            // Not every database deletes rows that refer to each other by one statement.
            Column column = LateReference.nullable(scope.catalog(), key).get(0);
            String name = quote(column.name());
            execute("UPDATE " + quote(key.table()) + " SET " + name + " = NULL WHERE " + name + " IS NOT NULL");
        }
        for (Table table : scope.cleared()) {
            execute("DELETE FROM " + quote(table.name()));
        }
    }

    private static List<ForeignKey> circlesAmong(List<Table> tables) {
        Set<TableName> names = ForeignKeys.names(tables);
        List<ForeignKey> among = tables.stream()
                .flatMap(table -> table.foreignKeys().stream())
                .filter(key -> names.contains(key.referencedTable()))
                .filter(key -> key.onDelete() != ForeignKey.Action.CASCADE)
                .toList();
        List<ForeignKey> keys = new ArrayList<>(ForeignKeys.circular(among));
        among.stream().filter(ForeignKey::selfReference).forEach(keys::add);
        return keys;
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        List<CellBinder> binders = new ArrayList<>();
        for (Column column : target.columns()) {
            binders.add(typed(column));
        }
        return late(target, resolving(target, inserter(target, binders, running), binders));
    }

    private CellBinder typed(Column column) throws SQLException {
        return refusingZero(column, binder(column)).withNullType(JdbcTypes.nullType(column.type()));
    }

    /** A zero that stands for the next number would become another row's. */
    private CellBinder refusingZero(Column column, CellBinder binder) throws SQLException {
        if (column.generation() == Column.Generation.NONE || !zeroDraws()) {
            return binder;
        }
        return (statement, parameter, rows, row, cell) -> {
            if (Cells.characters(rows, row, cell).equals("0")) {
                throw Cells.refuse(
                        rows,
                        row,
                        cell,
                        "is 0, for which the database would draw the next number; set NO_AUTO_VALUE_ON_ZERO in the"
                                + " sql_mode of the connection",
                        "22003");
            }
            binder.bind(statement, parameter, rows, row, cell);
        };
    }

    /** Returns whether a 0 in a numbered column draws the next number, so that it is refused; looked up unless overridden. */
    protected boolean zeroDraws() throws SQLException {
        return capabilities().zeroDraws();
    }

    private TableLoader late(LoadTarget target, TableLoader loader) throws SQLException {
        LateReferences references = late;
        return references == null ? loader : references.around(target, loader, new LateDatabase());
    }

    /** This session, for what loads references late. */
    private final class LateDatabase implements LateReference.Database {
        @Override
        public Catalog catalog() {
            return Objects.requireNonNull(catalog);
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public RunningStatement running() {
            return running;
        }

        @Override
        public boolean savepoints() throws SQLException {
            return StandardSession.this.savepoints();
        }

        @Override
        public String table(TableName name) {
            return quote(name);
        }

        @Override
        public String column(String name) {
            return quote(name);
        }

        @Override
        public String parameter(Column column) {
            return StandardSession.this.parameter(column);
        }

        @Override
        public CellBinder binder(Column column) throws SQLException {
            return typed(column);
        }
    }

    /** Opens the loader of rows whose key is not taken. */
    protected TableLoader inserter(LoadTarget target, List<CellBinder> binders, RunningStatement runs)
            throws SQLException {
        return new BatchLoader(connection, insert(target), binders, runs, rowsAtOnce());
    }

    /** Returns how many rows the driver gets at once, 1000 here: each call may be a journey to a server. */
    protected int rowsAtOnce() throws SQLException {
        return 1000;
    }

    /**
     * Puts a loader that knows of no taken keys behind one that does as the target says, row by row.
     *
     * @param inserter loads rows whose key is not taken; closed with the result
     * @param binders how the cells of each column are given to a statement
     */
    protected final TableLoader resolving(LoadTarget target, TableLoader inserter, List<CellBinder> binders)
            throws SQLException {
        OnConflict conflict = target.onConflict();
        return conflict == null
                ? inserter
                : new Upsert(
                                target,
                                conflict,
                                this::quote,
                                this::quote,
                                this::parameter,
                                columns -> selected(target.table(), columns),
                                column -> cellReader(target.table(), column),
                                column -> form(target.table(), column))
                        .loader(connection, inserter, binders, running);
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        if (target.onConflict() != null) {
            return Optional.empty();
        }
        List<CellBinder> binders = new ArrayList<>();
        for (Column column : target.columns()) {
            binders.add(fallback.asText(column.type().family()) ? StandardSession::asText : typed(column));
        }
        return Optional.of(late(target, new SingleLoader(connection, insert(target), binders, running)));
    }

    private static void asText(PreparedStatement statement, int parameter, Rows rows, int row, int column)
            throws SQLException {
        statement.setString(parameter, Cells.characters(rows, row, column));
    }

    /** Returns how cells are given to a column. */
    protected CellBinder binder(Column column) throws SQLException {
        return new StandardBinders(new TemporalValues(settings.zone()), true).of(column);
    }

    /** Returns the INSERT that {@link #loader} prepares, one parameter a column. */
    protected String insert(LoadTarget target) {
        String table = quote(target.table().name());
        if (target.columns().isEmpty()) {
            // Not every database knows DEFAULT VALUES.
            return target.table().columns().stream()
                    .filter(Column::insertable)
                    .filter(column -> !complete())
                    .findFirst()
                    .map(column -> "INSERT INTO " + table + " (" + quote(column.name()) + ") VALUES (DEFAULT)")
                    .orElse("INSERT INTO " + table + " DEFAULT VALUES");
        }
        return "INSERT INTO " + table + " ("
                + target.columns().stream().map(column -> quote(column.name())).collect(Collectors.joining(", ")) + ") "
                + overriding(target) + "VALUES " + parameters(target);
    }

    /** Returns the parameters of one row, in brackets. */
    protected final String parameters(LoadTarget target) {
        return target.columns().stream().map(this::parameter).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Returns what stands between the columns and VALUES, with a space behind it where there is anything. */
    protected String overriding(LoadTarget target) {
        boolean always =
                target.columns().stream().anyMatch(column -> column.generation() == Column.Generation.IDENTITY_ALWAYS);
        return always ? "OVERRIDING SYSTEM VALUE " : "";
    }

    /** Returns the parameter that stands for a column's value. */
    protected String parameter(Column column) {
        return "?";
    }

    @Override
    public void loadsAgain() {
        LateReferences references = late;
        if (references != null) {
            references.forget();
        }
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        Map<ForeignKey, Long> rows = new LinkedHashMap<>();
        LateReferences references = late;
        if (references != null) {
            references.settle().forEach(violation -> rows.put(violation.foreignKey(), violation.rows()));
        }
        violations(List.copyOf(ForeignKeys.touching(scope)))
                .forEach(violation -> rows.merge(violation.foreignKey(), violation.rows(), Long::sum));
        List<Violation> violations = new ArrayList<>();
        rows.forEach((key, count) -> violations.add(new Violation(key, count)));
        if (deferred && violations.isEmpty()) {
            execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
        return violations;
    }

    /** Looks for rows that break foreign keys. A row with a null among the referring columns breaks none. */
    protected final List<Violation> violations(List<ForeignKey> keys) throws SQLException {
        return orphans().violations(keys, askedAtOnce());
    }

    @Override
    public List<List<String>> danglingReferences(ForeignKey key, int limit) throws SQLException {
        LateReferences references = late;
        Set<List<String>> dangling = new LinkedHashSet<>(references == null ? List.of() : references.dangling(key));
        dangling.addAll(orphans().dangling(key, limit));
        return dangling.stream().limit(limit).toList();
    }

    private OrphanQueries orphans() {
        return new OrphanQueries(statements, this::quote, this::quote);
    }

    @Override
    public TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
            throws SQLException {
        List<CellReader> readers = new ArrayList<>();
        for (Column column : columns) {
            readers.add(cellReader(table, column));
        }
        List<String> selected = selected(table, columns);
        List<String> order = ordered ? order(table) : List.of();
        Statement statement = connection.createStatement();
        try {
            statement.setFetchSize(FETCH_ROWS);
            running.begins(statement);
            ResultSet result = statement.executeQuery("SELECT "
                    + String.join(", ", selected) + " FROM "
                    + quote(table.name()) + (condition == null ? "" : " WHERE (" + condition + "\n)")
                    + (order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order)));
            return new ResultSetReader(statement, result, readers, running);
        } catch (SQLException e) {
            statement.close();
            throw e;
        } finally {
            running.ended();
        }
    }

    /** Returns what {@link #reader} selects for each column, in SQL. */
    protected List<String> selected(Table table, List<Column> columns) throws SQLException {
        return columns.stream().map(column -> quote(column.name())).toList();
    }

    private List<String> order(Table table) {
        return table.primaryKey()
                .map(key -> key.columns().stream().map(this::quote).toList())
                .orElseGet(() -> orderWithoutKey(table));
    }

    /** Returns what the rows of a table without a primary key are ordered by: all its columns that can be compared. */
    protected List<String> orderWithoutKey(Table table) {
        return table.columns().stream()
                .filter(column -> !INCOMPARABLE.contains(column.type().family()))
                .map(column -> quote(column.name()))
                .toList();
    }

    /** Returns how {@link #reader} takes a column out of its result. */
    protected CellReader cellReader(Table table, Column column) throws SQLException {
        return StandardReaders.of(column.type());
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return new CellForms(settings.zone()).of(column.type());
    }

    /** Tries what the next insert gets, and restarts identities as the standard says where the transaction allows it. */
    @Override
    public List<Dialect.NextValue> restartIdentities(List<Table> tables) throws SQLException {
        NextNumbers numbers = new NextNumbers(connection, statements, capabilities(), this::quote, this::quote);
        List<Dialect.NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.numbered()) {
                    next.add(numbers.moveBehindRows(table, column));
                }
            }
        }
        return next;
    }

    /**
     * Says whose fault a failure is, by its SQLSTATE: classes 22, 23 and 45, which triggers raise, are the fault of a row, 40001 and
     * 40P01 may pass when the run is repeated. The row of a {@link ValueException} is its index in the {@link Rows}.
     */
    @Override
    public Failure diagnose(SQLException failure) {
        if (failure instanceof ValueException value) {
            return new Failure.Row(value.row(), null);
        }
        if (failure instanceof RowException row) {
            Failure cause = diagnose(row.failure());
            return cause instanceof Failure.SomeRow some ? new Failure.Row(row.index(), some.column()) : cause;
        }
        return failure.getSQLState() == null && !complete() && isOfDriver(failure)
                ? new Failure.SomeRow(null)
                : byState(failure.getSQLState());
    }

    /** Some drivers give no SQLSTATE, and most of what they refuse is a row. */
    private boolean isOfDriver(SQLException failure) {
        try {
            return !(failure instanceof SessionException) && !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static Failure byState(@Nullable String state) {
        if (state == null) {
            return new Failure.Fatal();
        }
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("45")) {
            return new Failure.SomeRow(null);
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return new Failure.Retryable();
        }
        return new Failure.Fatal();
    }

    /** Cancels the statement that is running, where the driver can do that. */
    @Override
    public void cancel() throws SQLException {
        running.cancel();
    }

    /** Rolls back whatever is left and puts auto-commit back, unless the transaction is the caller's. */
    @Override
    public void close() throws SQLException {
        if (!begun) {
            return;
        }
        begun = false;
        forgetLateReferences();
        if (settings.callersTransaction()) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                rollback();
            }
        } finally {
            connection.setAutoCommit(autoCommit);
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
                isolation = Connection.TRANSACTION_NONE;
            }
        }
    }

    private void forgetLateReferences() throws SQLException {
        LateReferences references = late;
        late = null;
        if (references != null) {
            references.close();
        }
    }

    /** Some databases cannot roll back a transaction in which nothing was done: something is, then. */
    private void rollback() throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            try {
                execute("SELECT 1");
            } catch (SQLException refused) {
                e.addSuppressed(refused);
            }
            try {
                connection.rollback();
            } catch (SQLException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    /** Quotes an identifier. */
    protected String quote(String identifier) {
        return quote + (quote.isEmpty() ? identifier : identifier.replace(quote, quote + quote)) + quote;
    }

    /** Quotes a table's name with its schema, where it has one. */
    protected String quote(TableName name) {
        return name.schema() == null ? quote(name.name()) : quote(name.schema()) + "." + quote(name.name());
    }

    /** Runs a statement. */
    protected final void execute(String sql) throws SQLException {
        statements.execute(sql);
    }

    /** Returns how many queries for one number each may be columns of one SELECT without FROM; 1 is what all databases know. */
    protected int askedAtOnce() {
        return 1;
    }

    /** Runs a statement that changes rows, and returns how many. */
    protected final long update(String sql) throws SQLException {
        return statements.update(sql);
    }

    /** Runs a query for one number. */
    protected final long queryLong(String sql) throws SQLException {
        return statements.number(sql);
    }
}
