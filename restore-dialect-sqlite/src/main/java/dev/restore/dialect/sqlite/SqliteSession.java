package dev.restore.dialect.sqlite;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.BusyException;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.Dialect.NextValue;
import dev.restore.dialect.Failure;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.MessageRedaction;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.StandardSession;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One restore into SQLite. */
final class SqliteSession extends StandardSession {

    /** SQLite does not say who it is. */
    private static final String LOCKED =
            "the database is locked by another writer: another restore, or a program that has not committed yet";

    private static final String WAIT =
            "if it is the transaction in which the restore was called, give its connection to into(connection); otherwise wait until it"
                    + " has finished, or give the connection a longer busy_timeout";

    private final String database;
    private final EarlyKeys earlyKeys = new EarlyKeys(this::quote, this::quote, this::execute);
    private @Nullable Map<TableName, TableTraits> traits;
    private @Nullable OrphanCheck orphans;
    private @Nullable TriggerSuppression triggers;
    private @Nullable String triggerSource;
    private long foreignKeysBefore;
    private long deferredBefore;
    private long synchronousBefore = -1;

    SqliteSession(Connection connection, SessionSettings settings) throws SQLException {
        super(connection, settings);
        this.database = settings.schema() == null ? "main" : settings.schema();
    }

    @Override
    protected int askedAtOnce() {
        return 50;
    }

    /** What this session does keeps every promise. */
    @Override
    protected boolean complete() {
        return true;
    }

    @Override
    public Catalog catalog() throws SQLException {
        ReadCatalog read = settings()
                .memory()
                .get(ReadCatalog.class, new SqliteSchemaToken(connection(), quote(database))::read, () -> {
                    SqliteCatalog reader =
                            new SqliteCatalog(connection(), settings().schema());
                    Catalog catalog = reader.read();
                    return new ReadCatalog(catalog, Map.copyOf(reader.traits()));
                });
        traits = read.traits();
        return read.catalog();
    }

    private record ReadCatalog(Catalog catalog, Map<TableName, TableTraits> traits) {}

    private Map<TableName, TableTraits> traits() throws SQLException {
        if (traits == null) {
            catalog();
        }
        return traits == null ? Map.of() : traits;
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        if (tablesToCheck(scope).isEmpty()) {
            return new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, "no foreign key touches these tables");
        }
        if (settings().callersTransaction() && queryLong("PRAGMA foreign_keys") != 0) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.DEFER, true, "within the caller's transaction they cannot be switched off");
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.SWITCH_OFF,
                true,
                "SQLite lets a connection switch them off before a transaction");
    }

    private static Set<TableName> tablesToCheck(Scope scope) {
        Set<TableName> names = new LinkedHashSet<>();
        for (Table table : scope.loaded()) {
            if (!table.foreignKeys().isEmpty()) {
                names.add(table.name());
            }
            // A row that is there keeps its primary key and no other.
            Set<String> kept =
                    new HashSet<>(table.primaryKey().map(Key::columns).orElse(List.of()));
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                if (!kept.containsAll(key.referencedColumns())) {
                    names.add(key.table());
                }
            }
        }
        for (Table table : scope.cleared()) {
            if (!table.foreignKeys().isEmpty()) {
                names.add(table.name());
            }
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                names.add(key.table());
            }
        }
        return names;
    }

    @Override
    public List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        if (settings().callersTransaction()) {
            findCascades(scope, measure, obstacles);
        } else {
            probeWriting(obstacles);
        }
        for (Table table : scope.loaded()) {
            TableTraits known = traits().get(table.name());
            if (known == null) {
                continue;
            }
            for (int id : known.mismatched()) {
                ForeignKey key = known.foreignKeys().get(id);
                if (key != null) {
                    obstacles.add(new Obstacle(
                            table.name(),
                            "the foreign key " + key.describe() + " refers to columns that are no key, so that SQLite"
                                    + " cannot check it",
                            "make them the primary key or unique, or drop the foreign key"));
                }
            }
        }
        return obstacles;
    }

    /** With foreign keys enforced, emptying a table changes rows of others that its keys say so of. */
    private void findCascades(Scope scope, ForeignKeyMeasure measure, List<Obstacle> obstacles) throws SQLException {
        if (measure.kind() != ForeignKeyMeasure.Kind.DEFER) {
            return;
        }
        Set<Table> cleared = Set.copyOf(scope.cleared());
        for (Table table : scope.cleared()) {
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                boolean acts =
                        key.onDelete() != ForeignKey.Action.NO_ACTION && key.onDelete() != ForeignKey.Action.RESTRICT;
                boolean outside =
                        cleared.stream().noneMatch(other -> other.name().equals(key.table()));
                if (acts && outside && countReferring(key, 1) > 0) {
                    obstacles.add(
                            new Obstacle(
                                    key.table(),
                                    "deleting would change its rows through the foreign key " + key.describe()
                                            + ", which cannot be switched off within the caller's transaction",
                                    "restore into a DataSource outside of that transaction, or call PRAGMA foreign_keys = OFF before it"));
                }
            }
        }
    }

    /** Writes the user version as it is and rolls back: only a write needs the journal, and shows a read-only place. */
    private void probeWriting(List<Obstacle> obstacles) throws SQLException {
        String userVersion = "PRAGMA " + quote(database) + ".user_version";
        try {
            execute("BEGIN IMMEDIATE");
            try {
                execute(userVersion + " = " + queryLong(userVersion));
            } finally {
                execute("ROLLBACK");
            }
        } catch (SQLiteException e) {
            if (busy(e)) {
                obstacles.add(Obstacle.busy(null, LOCKED, WAIT));
            } else {
                obstacles.add(new Obstacle(
                        null,
                        "the database cannot be written (" + primary(e) + ")",
                        "open it for writing, and make its file and its directory writable"));
            }
        }
    }

    @Override
    public List<Obstacle> triggerObstacles(Scope scope) throws SQLException {
        return new TriggerSuppression(connection(), database)
                .obstacles(scope, settings().callersTransaction());
    }

    @Override
    public void resumeTriggers() throws SQLException {
        if (triggers != null) {
            triggers.resume();
        }
    }

    @Override
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        if (settings().callersTransaction()) {
            deferredBefore = queryLong("PRAGMA defer_foreign_keys");
            super.begin(scope, new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, measure.reason()));
            execute("PRAGMA defer_foreign_keys = ON");
        } else {
            beginOwn(scope, measure);
            if (measure.kind() == ForeignKeyMeasure.Kind.ENFORCE) {
                earlyKeys.check(scope.loaded(), traits());
            }
        }
        triggers = null;
        if (scope.triggers().suppressed()) {
            TriggerSuppression suppression = new TriggerSuppression(connection(), database);
            suppression.suppress(scope);
            triggers = suppression;
        }
        OrphanCheck check = new OrphanCheck(connection(), traits());
        Set<Table> cleared = Set.copyOf(scope.cleared());
        for (TableName name : tablesToCheck(scope)) {
            if (cleared.stream().noneMatch(table -> table.name().equals(name))) {
                check.remember(name);
            }
        }
        orphans = check;
    }

    private void beginOwn(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        foreignKeysBefore = queryLong("PRAGMA foreign_keys");
        long wanted = measure.kind() == ForeignKeyMeasure.Kind.ENFORCE ? 1 : 0;
        execute("PRAGMA foreign_keys = " + wanted);
        if (queryLong("PRAGMA foreign_keys") != wanted) {
            throw new SessionException(
                    "SQLite does not switch its foreign keys: is a transaction open on this connection?");
        }
        if (settings().quick()) {
            synchronousBefore = queryLong(synchronous());
            execute(synchronous() + " = OFF");
        }
        super.begin(scope, new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, measure.reason()));
        // The driver has begun a transaction that takes the write lock too late.
        execute("COMMIT");
        try {
            execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            execute("BEGIN");
            throw busy(e) ? new BusyException(LOCKED, WAIT, e.getSQLState(), e) : e;
        }
    }

    /** A reading transaction of SQLite sees one moment, from its first reading on, which happens here. */
    @Override
    public void beginSnapshot(List<Table> tables) throws SQLException {
        foreignKeysBefore = queryLong("PRAGMA foreign_keys");
        deferredBefore = queryLong("PRAGMA defer_foreign_keys");
        super.beginSnapshot(tables);
        queryLong("SELECT count(*) FROM " + quote(database) + ".sqlite_schema");
    }

    @Override
    protected int snapshotIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    /** SQLite compares everything; rows that are equal and yet written differently stay in their places. */
    @Override
    protected List<String> orderWithoutKey(Table table) {
        List<String> order = new ArrayList<>();
        table.columns().forEach(column -> order.add(quote(column.name())));
        order.add("rowid");
        return order;
    }

    private String synchronous() {
        return "PRAGMA " + quote(database) + ".synchronous";
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        TableTraits known = traits().get(target.table().name());
        boolean strict = known != null && known.strict();
        SqliteLoader loader = new SqliteLoader(connection(), insert(target), target, known, triggers == null);
        List<CellBinder> binders = target.columns().stream()
                .map(column -> SqliteBinders.of(column, strict))
                .toList();
        return resolving(target, loader, binders);
    }

    /** Returns nothing: SQLite takes a row by the same statement however many come with it, and its columns take texts as texts. */
    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) {
        return Optional.empty();
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        requireTransaction();
        OrphanCheck check = orphans;
        List<Violation> violations = new ArrayList<>();
        if (check == null) {
            return violations;
        }
        for (TableName name : tablesToCheck(scope)) {
            for (Map.Entry<ForeignKey, Long> entry : check.newOrphans(name).entrySet()) {
                violations.add(new Violation(entry.getKey(), entry.getValue()));
            }
        }
        return violations;
    }

    /** After some errors SQLite has rolled back by itself, and later rows would have been committed one by one. */
    private void requireTransaction() throws SQLException {
        try {
            execute("BEGIN");
        } catch (SQLException expected) {
            return;
        }
        execute("ROLLBACK");
        throw new SessionException("SQLite has rolled the transaction back by itself");
    }

    /** The write lock, which the transaction has, keeps everybody else out. */
    @Override
    public void hold(Scope scope) {}

    @Override
    public List<NextValue> nextValues(List<Table> tables) throws SQLException {
        return numbered(tables, numbers()::next);
    }

    /** What is done to the column by which the rows of a table are numbered. */
    @FunctionalInterface
    private interface Numbering {
        NextValue of(Table table, Column column, boolean autoincrement) throws SQLException;
    }

    private List<NextValue> numbered(List<Table> tables, Numbering numbering) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            TableTraits known = traits().get(table.name());
            String alias = known == null ? null : known.rowidAlias();
            Column column = alias == null ? null : table.column(alias).orElse(null);
            if (known != null && column != null) {
                next.add(numbering.of(table, column, known.autoincrement()));
            }
        }
        return next;
    }

    @Override
    public void restartIdentity(Table table, Column column, BigInteger next) throws SQLException {
        TableTraits known = traits().get(table.name());
        if (known != null && known.autoincrement()) {
            numbers().restart(table, next);
        }
    }

    private SqliteNumbers numbers() {
        return new SqliteNumbers(connection(), quote(database), this::quote, this::quote);
    }

    @Override
    public List<NextValue> restartIdentities(List<Table> tables) throws SQLException {
        return numbered(tables, numbers()::moveBehindRows);
    }

    @Override
    protected CellReader cellReader(Table table, Column column) throws SQLException {
        TableTraits known = traits().get(table.name());
        return new SqliteReaders(encoding()).of(column, known != null && known.strict());
    }

    private Charset encoding() throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA encoding")) {
            return Charset.forName(row.next() ? row.getString(1) : "UTF-8");
        }
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        TableTraits known = traits().get(table.name());
        return new SqliteForm(column, known != null && known.strict());
    }

    @Override
    public boolean busy(SQLException failure) {
        return failure instanceof SQLiteException e
                && (primary(e) == SQLiteErrorCode.SQLITE_BUSY || primary(e) == SQLiteErrorCode.SQLITE_LOCKED);
    }

    @Override
    public Failure diagnose(SQLException failure) {
        if (failure instanceof ValueException || failure instanceof RowException) {
            return super.diagnose(failure);
        }
        if (failure instanceof SQLiteException e) {
            return switch (primary(e)) {
                case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> new Failure.SomeRow(column(e.getMessage()));
                default -> new Failure.Fatal();
            };
        }
        return new Failure.Fatal();
    }

    /** Of constraints SQLite says what the schema says; what a trigger raises may be put together from values. */
    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER) {
                // The driver's own words come before the bracket.
                int open = message.indexOf('(');
                int close = message.lastIndexOf(')');
                return open < 0 || close < open
                        ? MessageRedaction.RAISED
                        : message.substring(0, open + 1)
                                + redaction.raised(message.substring(open + 1, close), triggers())
                                + message.substring(close);
            }
            if (primary(e) != SQLiteErrorCode.SQLITE_ERROR) {
                // These name columns, constraints and files, and quote no values.
                return MessageRedaction.firstLine(message);
            }
        }
        return redaction.any(message);
    }

    /** Returns the source of all triggers, as one may fire another, and of those that a session has only for itself. */
    private String triggers() {
        try {
            String source = triggerSource;
            if (source == null) {
                source = sources(quote(database) + ".sqlite_schema");
                triggerSource = source;
            }
            return source + sources("sqlite_temp_schema");
        } catch (SQLException e) {
            // Its connection may be closed by now.
            return "";
        }
    }

    private String sources(String schema) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT sql FROM " + schema + " WHERE type = 'trigger' AND sql IS NOT NULL")) {
            while (row.next()) {
                text.append('\n').append(row.getString(1));
            }
        }
        return text.toString();
    }

    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    }

    /** Takes the column out of {@code constraint failed: table.column)}, if there is just one. */
    private static @Nullable String column(@Nullable String message) {
        if (message == null) {
            return null;
        }
        int start = message.lastIndexOf("constraint failed: ");
        int dot = message.indexOf('.', Math.max(start, 0));
        if (start < 0 || dot < 0 || message.indexOf(',', start) >= 0 || !message.endsWith(")")) {
            return null;
        }
        return message.substring(dot + 1, message.length() - 1);
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
            super.close();
            execute("PRAGMA defer_foreign_keys = " + deferredBefore);
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
            earlyKeys.stop();
            waitForDiskAgain();
        } finally {
            putForeignKeysBack();
        }
    }

    private void waitForDiskAgain() throws SQLException {
        if (synchronousBefore >= 0) {
            execute(synchronous() + " = " + synchronousBefore);
            if (queryLong(synchronous()) != synchronousBefore) {
                throw new SessionException("PRAGMA synchronous could not be put back: close this connection");
            }
            synchronousBefore = -1;
        }
    }

    private void putForeignKeysBack() throws SQLException {
        execute("PRAGMA foreign_keys = " + foreignKeysBefore);
        if (queryLong("PRAGMA foreign_keys") != foreignKeysBefore) {
            throw new SessionException("PRAGMA foreign_keys could not be put back: close this connection");
        }
    }

    @Override
    protected String quote(String identifier) {
        return SqliteCatalog.quoted(identifier);
    }

    @Override
    protected String quote(TableName name) {
        return quote(name.schema() == null ? "main" : name.schema()) + "." + quote(name.name());
    }
}
