package dev.restore.dialect.h2;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
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
import dev.restore.dialect.Rows;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.standard.ForeignKeys;
import dev.restore.dialect.standard.ManyRowsLoader;
import dev.restore.dialect.standard.NullRefusingLoader;
import dev.restore.dialect.standard.RunningStatement;
import dev.restore.dialect.standard.SingleLoader;
import dev.restore.dialect.standard.StandardBinders;
import dev.restore.dialect.standard.StandardReaders;
import dev.restore.dialect.standard.StandardSession;
import dev.restore.dialect.value.CellForms;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonArray;
import dev.restore.dialect.value.TemporalValues;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One restore into H2. */
final class H2Session extends StandardSession {

    /** More rows in a statement gain nothing. */
    private static final Pattern ARRAY_OF_TEXTS = Pattern.compile(
            "((?:DATE|TIME|TIMESTAMP|INTERVAL|DECFLOAT|CHARACTER LARGE OBJECT)\\b.*?)((?: ARRAY(?:\\[\\d+])?)+)");

    private static final int MAX_ROWS = 100;

    private static final int MAX_PARAMETERS = 10_000;

    private static final String ADMIN_RIGHTS_REQUIRED = "90040";

    /** The families whose values can be texts without characters, within arrays too. */
    private static final Set<TypeFamily> EMPTY_TEXTS = Set.of(TypeFamily.TEXT, TypeFamily.OTHER, TypeFamily.ARRAY);

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private final StandardBinders binders;
    private final H2Values values;
    private final List<TableName> switchedOff = new ArrayList<>();
    private final Map<ForeignKey, Long> before = new LinkedHashMap<>();
    private final Map<TableName, Long> held = new HashMap<>();
    private @Nullable H2Mode mode;
    private @Nullable Catalog catalog;
    private Map<TableName, Set<String>> filledForNull = Map.of();

    H2Session(Connection connection, SessionSettings settings) throws SQLException {
        super(connection, settings);
        TemporalValues temporal = new TemporalValues(settings.zone());
        this.binders = new StandardBinders(temporal, true);
        this.values = new H2Values(temporal);
    }

    /** What this session does keeps every promise. */
    @Override
    protected boolean complete() {
        return true;
    }

    @Override
    public Catalog catalog() throws SQLException {
        H2Mode opened = H2Mode.read(connection());
        H2Catalog.Schema read = settings()
                .memory()
                .get(
                        H2Catalog.Schema.class,
                        new H2SchemaToken(connection(), opened, settings())::read,
                        () -> new H2Catalog(connection(), opened, settings()).read());
        mode = opened;
        catalog = read.catalog();
        filledForNull = read.filledForNull();
        return read.catalog();
    }

    @Override
    public ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException {
        List<ForeignKey> among = ForeignKeys.among(scope);
        if (ForeignKeys.circular(among).isEmpty() && among.stream().noneMatch(ForeignKey::selfReference)) {
            return super.foreignKeyMeasure(scope);
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.SWITCH_OFF,
                true,
                "some tables refer to themselves or to each other in a circle");
    }

    private static Set<TableName> toSwitchOff(Scope scope) {
        Set<TableName> names = new LinkedHashSet<>();
        for (ForeignKey key : ForeignKeys.touching(scope)) {
            names.add(key.table());
        }
        names.retainAll(ForeignKeys.names(scope.loaded()));
        return names;
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
        obstacles.addAll(new H2Rights(connection(), this::quote, this::quote).missing(scope));
        if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF && settings().callersTransaction()) {
            obstacles.add(new Obstacle(
                    null,
                    "the foreign keys form a circle, and switching them off would commit the caller's transaction",
                    "restore into a DataSource outside of that transaction, so that the restore has one of its own"));
        }
        Optional<H2Writers.Writer> other = writers().lastingOther(scope);
        if (other.isPresent()) {
            H2Writers.Writer writer = other.get();
            obstacles.add(Obstacle.busy(writer.table(), writer.message(), writer.remedy()));
        } else if (measure.kind() == ForeignKeyMeasure.Kind.SWITCH_OFF
                && !settings().callersTransaction()) {
            for (TableName name : toSwitchOff(scope)) {
                try {
                    // It is on: this needs the rights and changes nothing.
                    execute("ALTER TABLE " + quote(name) + " SET REFERENTIAL_INTEGRITY TRUE");
                } catch (SQLException e) {
                    if (H2Writers.LOCK_TIMEOUT.equals(e.getSQLState())) {
                        obstacles.add(Obstacle.busy(
                                name,
                                "another session is writing to it: another restore, or a program that has not"
                                        + " committed yet",
                                writers().remedy()));
                        continue;
                    }
                    obstacles.add(new Obstacle(
                            name,
                            "its foreign keys form a circle and this user may not switch them off (SQLSTATE "
                                    + e.getSQLState() + ")",
                            "connect as the owner of the schema"));
                }
            }
        }
        return obstacles;
    }

    /** H2 has no way to disable a trigger; to drop one commits, and so does creating it again. */
    @Override
    public List<Obstacle> triggerObstacles(Scope scope) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        return tables.stream()
                .filter(table -> !changing(table).isEmpty())
                .map(table -> new Obstacle(
                        table.name(),
                        "H2 cannot suppress the triggers of " + table.name() + " within a transaction ("
                                + String.join(", ", changing(table)) + ")",
                        "drop them before it and create them again after it"))
                .toList();
    }

    private static List<String> changing(Table table) {
        return table.triggers().stream()
                .filter(trigger -> trigger.kind() != Trigger.Kind.INDEX)
                .filter(trigger -> !trigger.events().isEmpty())
                .map(Trigger::name)
                .toList();
    }

    private H2Writers writers() {
        return new H2Writers(connection(), this::quote, this::quote);
    }

    private void refuseOther(Scope scope) throws SQLException {
        Optional<H2Writers.Writer> other =
                settings().beside() ? Optional.empty() : writers().other(scope);
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
            for (TableName name : toSwitchOff(scope)) {
                switchedOff.add(name);
                execute("ALTER TABLE " + quote(name) + " SET REFERENTIAL_INTEGRITY FALSE");
            }
        }
        super.begin(scope, measure);
        writers().announce(scope);
        refuseOther(scope);
        rememberViolations(scope);
    }

    /** H2 takes longer to parse a statement than to count a few rows, and remembers the last statements of a connection. */
    @Override
    protected int askedAtOnce() {
        return 50;
    }

    /**
     * Locks the rows that are there; that none has come when they are deleted is seen by how many are. Not by the isolation of the
     * transaction, because H2 then takes the greatest number of a column from before it.
     */
    @Override
    public void hold(Scope scope) throws SQLException {
        for (Table table : scope.loaded()) {
            if (scope.cleared().contains(table)) {
                held.put(table.name(), locked(table));
            }
        }
    }

    private long locked(Table table) throws SQLException {
        long rows = 0;
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM " + quote(table.name()) + " FOR UPDATE")) {
            while (row.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Override
    public void clear(Scope scope) throws SQLException {
        for (Table table : scope.cleared()) {
            long deleted = update("DELETE FROM " + quote(table.name()));
            if (deleted != held.getOrDefault(table.name(), deleted)) {
                throw new SessionException(
                        "somebody added rows to table " + table.name()
                                + " while the safety backup was written; start again",
                        "40001");
            }
        }
        held.clear();
    }

    /** Rows that stay may have broken their keys before: they are counted, so that they are not held against the restore. */
    private void rememberViolations(Scope scope) throws SQLException {
        if (switchedOff.isEmpty()) {
            return;
        }
        Set<TableName> cleared = ForeignKeys.names(scope.cleared());
        List<ForeignKey> staying = ForeignKeys.touching(scope).stream()
                .filter(key -> !cleared.contains(key.table()))
                .toList();
        for (Violation violation : violations(staying)) {
            before.put(violation.foreignKey(), violation.rows());
        }
    }

    @Override
    public List<Violation> resumeForeignKeys(Scope scope) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        for (Violation violation : super.resumeForeignKeys(scope)) {
            long added = violation.rows() - before.getOrDefault(violation.foreignKey(), 0L);
            if (added > 0) {
                violations.add(new Violation(violation.foreignKey(), added));
            }
        }
        return violations;
    }

    /**
     * In its own process H2 takes a statement of many rows faster than as many statements. A cancelled batch goes on with its
     * next row and cannot be cancelled again, so that only statements outside of one always end when they are asked to.
     */
    @Override
    protected TableLoader inserter(LoadTarget target, List<CellBinder> binders, RunningStatement running)
            throws SQLException {
        String url = connection().getMetaData().getURL();
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:")) {
            return super.inserter(target, binders, running);
        }
        int rows = binders.isEmpty() ? 1 : Math.min(MAX_ROWS, MAX_PARAMETERS / binders.size());
        return rows < 2
                ? new SingleLoader(connection(), insert(target), binders, running)
                : new ManyRowsLoader(connection(), insert(target), ", " + parameters(target), binders, running, rows);
    }

    @Override
    public TableLoader loader(LoadTarget target) throws SQLException {
        return refusingNulls(target, super.loader(target));
    }

    @Override
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        Optional<TableLoader> loader = super.loader(target, fallback);
        return loader.isPresent() ? Optional.of(refusingNulls(target, loader.get())) : loader;
    }

    private TableLoader refusingNulls(LoadTarget target, TableLoader loader) throws SQLException {
        mode();
        Set<String> filled = filledForNull.getOrDefault(target.table().name(), Set.of());
        int[] cells = IntStream.range(0, target.columns().size())
                .filter(i -> filled.contains(target.columns().get(i).name()))
                .toArray();
        return cells.length == 0 ? loader : new NullRefusingLoader(loader, cells);
    }

    private H2Mode mode() throws SQLException {
        if (mode == null) {
            catalog();
        }
        return Objects.requireNonNull(mode);
    }

    @Override
    protected CellBinder binder(Column column) throws SQLException {
        CellBinder binder = binderOf(column);
        return mode().emptyTextIsNull() && EMPTY_TEXTS.contains(column.type().family())
                ? refusingEmptyTexts(binder)
                : binder;
    }

    private static CellBinder refusingEmptyTexts(CellBinder binder) {
        return (s, p, rows, r, c) -> {
            if (rows.start(r, c) == rows.end(r, c) || holdsEmptyText(rows, r, c)) {
                throw Cells.refuse(
                        rows,
                        r,
                        c,
                        "without characters would become NULL (MODE=Oracle); open the database in another mode for the restore",
                        "22018");
            }
            binder.bind(s, p, rows, r, c);
        };
    }

    private static boolean holdsEmptyText(Rows rows, int row, int column) {
        return rows.kind(row, column) == ValueKind.ARRAY
                && hasEmptyText(JsonArray.elements(Cells.characters(rows, row, column)));
    }

    private static boolean hasEmptyText(@Nullable Object[] elements) {
        return Stream.of(elements)
                .anyMatch(element -> element instanceof Object[] inner ? hasEmptyText(inner) : "".equals(element));
    }

    private CellBinder binderOf(Column column) {
        if (column.type().family() == TypeFamily.JSON) {
            return (s, p, rows, r, c) -> s.setBytes(p, StandardBinders.jsonBytes(rows, r, c));
        }
        if (column.type().family() == TypeFamily.ARRAY) {
            return (s, p, rows, r, c) -> s.setObject(p, values.of(column.type(), rows, r, c));
        }
        String type = column.type().name();
        return type.equals("DECFLOAT") || H2Interval.is(type) || H2Enum.is(type)
                ? (s, p, rows, r, c) -> s.setObject(p, values.of(column.type(), rows, r, c))
                : binders.of(column);
    }

    @Override
    protected String parameter(Column column) {
        return column.type().family() == TypeFamily.JSON ? "? FORMAT JSON" : "?";
    }

    /** Arrays come as arrays of texts where the driver gives their elements as objects of another calendar or precision. */
    @Override
    protected List<String> selected(Table table, List<Column> columns) throws SQLException {
        List<String> selected = new ArrayList<>(super.selected(table, columns));
        if (columns.stream().noneMatch(column -> column.type().family() == TypeFamily.ARRAY)) {
            return selected;
        }
        String query = "SELECT " + String.join(", ", selected) + " FROM " + quote(table.name()) + " WHERE FALSE";
        try (Statement statement = connection().createStatement();
                ResultSet none = statement.executeQuery(query)) {
            for (int i = 0; i < selected.size(); i++) {
                Matcher array = ARRAY_OF_TEXTS.matcher(none.getMetaData().getColumnTypeName(i + 1));
                if (array.matches()) {
                    String dimensions = " ARRAY".repeat(array.group(2).split("ARRAY", -1).length - 1);
                    selected.set(i, "CAST(" + selected.get(i) + " AS CHARACTER VARYING" + dimensions + ")");
                }
            }
        }
        return selected;
    }

    @Override
    protected CellReader cellReader(Table table, Column column) throws SQLException {
        if (column.type().name().equals("DECFLOAT")) {
            return StandardReaders.of(new ColumnType("DECFLOAT", TypeFamily.DECIMAL, 0, 0));
        }
        if (!column.type().name().equals("ROW")) {
            return super.cellReader(table, column);
        }
        return (row, position, rows) -> {
            if (row.getObject(position) != null) {
                throw new ValueException(rows.size(), position - 1, "holds a ROW, of which H2 takes no text", "22018");
            }
            rows.addNull();
        };
    }

    /** H2 collects the rows of a query before it gives the first, unless the session is told not to; off is its default. */
    @Override
    public TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
            throws SQLException {
        execute("SET LAZY_QUERY_EXECUTION 1");
        try {
            return new LazyReader(super.reader(table, columns, ordered, condition), this::collectAgain);
        } catch (SQLException e) {
            collectAgain();
            throw e;
        }
    }

    /** Under repeatable read H2 fixes each table at its own first use; under this they are all fixed at once. */
    @Override
    protected int snapshotIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    /** H2 compares everything; rows that are equal and yet written differently stay in their places. */
    @Override
    protected List<String> orderWithoutKey(Table table) {
        List<String> order = new ArrayList<>();
        table.columns().forEach(column -> order.add(quote(column.name())));
        order.add("_ROWID_");
        return order;
    }

    private void collectAgain() throws SQLException {
        execute("SET LAZY_QUERY_EXECUTION 0");
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return H2Enum.is(column.type().name()) ? CellForms.written() : super.form(table, column);
    }

    /** H2 names the column of a refused null in its message only, in quotes whatever the language. */
    @Override
    public Failure diagnose(SQLException failure) {
        Failure cause = super.diagnose(failure);
        if (cause instanceof Failure.SomeRow && "23502".equals(failure.getSQLState())) {
            Matcher column = QUOTED.matcher(Objects.toString(failure.getMessage(), ""));
            return new Failure.SomeRow(column.find() ? column.group(1) : null);
        }
        return cause;
    }

    @Override
    public String message(SQLException failure, MessageRedaction redaction) {
        return H2Messages.withoutValues(failure, redaction);
    }

    private H2Numbers numbers() throws SQLException {
        Catalog known = catalog == null ? catalog() : catalog;
        return new H2Numbers(connection(), known, this::quote, this::quote);
    }

    @Override
    public List<NextValue> nextValues(List<Table> tables) throws SQLException {
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.numbered()) {
                    next.add(numbers().next(table, column));
                }
            }
        }
        return next;
    }

    @Override
    public void restartIdentity(Table table, Column column, BigInteger next) throws SQLException {
        numbers().restart(table, column, next);
    }

    @Override
    public List<NextValue> restartIdentities(List<Table> tables) throws SQLException {
        H2Numbers numbers = numbers();
        List<NextValue> next = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                if (column.numbered()) {
                    next.add(numbers.moveBehindRows(table, column));
                }
            }
        }
        return next;
    }

    @Override
    public Optional<String> committed() throws SQLException {
        if (settings().quick()) {
            return Optional.empty();
        }
        try {
            execute("CHECKPOINT SYNC");
            return Optional.empty();
        } catch (SQLException e) {
            if (ADMIN_RIGHTS_REQUIRED.equals(e.getSQLState())) {
                return Optional.of("it takes admin rights to have it written at once");
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        try {
            super.close();
        } catch (SQLException e) {
            failure = e;
        }
        for (TableName name : switchedOff) {
            try {
                execute("ALTER TABLE " + quote(name) + " SET REFERENTIAL_INTEGRITY TRUE");
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        switchedOff.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
