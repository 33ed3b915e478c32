package dev.restore.dialect.standard;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.value.Cells;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The references of one foreign key that go in when all rows are there: the keys of rows and what they refer to. */
final class LateReference implements AutoCloseable {

    /** What is kept of references before those that lead somewhere by then go in. */
    private static final long MAX_BYTES =
            Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int BATCH_ROWS = 500;

    /** As many as the core asks for. */
    private static final int MAX_DANGLING = 100_000;

    private final ForeignKey key;
    private final SqlDatabase database;
    private final List<String> finding;
    private final List<String> nulled;
    private final int[] found;
    private final int[] referring;
    private final int[] cells;
    private final List<CellBinder> binders = new ArrayList<>();
    private final Set<List<String>> dangling = new LinkedHashSet<>();
    private final String change;
    private final String parent;
    private final String itself;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private KeptReferences kept;

    /** The cells of a row of the backup: those that find it again, those that refer, and those of them that are null at first. */
    static final class Places {

        private final int[] finding;
        private final int[] referring;
        private final boolean[] late;
        private final int[] cells;

        Places(int[] finding, int[] referring, boolean[] late) {
            this.finding = finding;
            this.referring = referring;
            this.late = late;
            this.cells = IntStream.concat(IntStream.of(finding), IntStream.of(referring))
                    .toArray();
        }

        boolean nulled(int column) {
            return late[column];
        }

        /** A reference with a null in it leads nowhere, and a row with a null in the key that finds it is not found again. */
        boolean whole(Rows rows, int row) {
            return noNull(rows, row, referring) && noNull(rows, row, finding);
        }

        private static boolean noNull(Rows rows, int row, int[] cells) {
            for (int cell : cells) {
                if (rows.kind(row, cell) == ValueKind.NULL) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Creates an empty store.
     *
     * @param finding the columns of the table by which its rows are found again
     * @param nullable the columns of the key that are null at first
     * @param replaceable whether a row may come again and change the one that is there
     */
    LateReference(
            ForeignKey key,
            Table table,
            List<String> finding,
            List<Column> nullable,
            boolean replaceable,
            SqlDatabase database,
            StandardLoaders loaders)
            throws SQLException {
        this.key = key;
        this.database = database;
        this.finding = List.copyOf(finding);
        this.nulled = nullable.stream().map(Column::name).toList();
        int width = finding.size() + key.columns().size();
        this.found = IntStream.range(0, finding.size()).toArray();
        this.referring = IntStream.range(finding.size(), width).toArray();
        this.cells = IntStream.range(0, width).toArray();
        this.kept = new KeptReferences(found.length, referring.length, replaceable);
        List<Column> columns = new ArrayList<>();
        for (String name : finding) {
            columns.add(table.column(name).orElseThrow());
        }
        for (String name : key.columns()) {
            columns.add(table.column(name).orElseThrow());
        }
        for (Column column : columns) {
            binders.add(loaders.typed(column));
        }
        List<Column> own = columns.subList(0, finding.size());
        List<Column> other = columns.subList(finding.size(), width);
        this.change = "UPDATE " + database.quote(key.table()) + " SET "
                + other.stream()
                        .filter(column -> nulled.contains(column.name()))
                        .map(column -> database.quote(column.name()) + " = " + database.parameter(column))
                        .collect(Collectors.joining(", "))
                + " WHERE " + matching(own, finding);
        this.parent = "SELECT 1 FROM " + database.quote(key.referencedTable()) + " WHERE "
                + matching(other, key.referencedColumns());
        this.itself = "SELECT 1 FROM " + database.quote(key.table()) + " WHERE " + matching(own, finding);
    }

    private String matching(List<Column> values, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> database.quote(names.get(i)) + " = " + database.parameter(values.get(i)))
                .collect(Collectors.joining(" AND "));
    }

    ForeignKey key() {
        return key;
    }

    /** Returns where the cells are among loaded columns. */
    Places places(List<String> loaded) {
        boolean[] late = new boolean[loaded.size()];
        nulled.forEach(name -> late[loaded.indexOf(name)] = true);
        return new Places(
                finding.stream().mapToInt(loaded::indexOf).toArray(),
                key.columns().stream().mapToInt(loaded::indexOf).toArray(),
                late);
    }

    /** Refuses what the column would not take, now that it can be told which row it is of. */
    void check(Rows rows, int row, Places places) throws SQLException {
        bind(statement(parent), 1, rows, row, places.referring, finding.size());
    }

    /** Returns whether a reference leads to a row that is there. */
    boolean leadsSomewhere(Rows rows, int row, Places places) throws SQLException {
        return leadsSomewhere(rows, row, places.referring);
    }

    /** Returns whether the row itself is there. */
    boolean isThere(Rows rows, int row, Places places) throws SQLException {
        return finds(itself, rows, row, places.finding, 0);
    }

    private boolean leadsSomewhere(Rows rows, int row, int[] cells) throws SQLException {
        return finds(parent, rows, row, cells, finding.size());
    }

    private boolean finds(String query, Rows rows, int row, int[] cells, int first) throws SQLException {
        PreparedStatement statement = statement(query);
        bind(statement, 1, rows, row, cells, first);
        database.running().begins(statement);
        try (ResultSet result = statement.executeQuery()) {
            return result.next();
        } finally {
            database.running().ended();
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = database.connection().prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private int bind(PreparedStatement statement, int parameter, Rows rows, int row, int[] cells, int first)
            throws SQLException {
        int next = parameter;
        for (int i = 0; i < cells.length; i++) {
            binders.get(first + i).bind(statement, next++, rows, row, cells[i]);
        }
        return next;
    }

    /** Keeps a reference whose row went in without it. */
    void keep(Rows rows, int row, Places places) throws SQLException {
        kept.add(rows, row, places.cells);
        if (kept.bytes() > MAX_BYTES) {
            makeRoom();
        }
    }

    /** Drops the reference that was kept of a row, because the row has changed since. */
    void drop(Rows rows, int row, Places places) {
        if (Places.noNull(rows, row, places.finding)) {
            kept.drop(rows, row, places.finding);
        }
    }

    private KeptReferences takeKept() {
        KeptReferences all = kept;
        kept = all.emptyCopy();
        return all;
    }

    private void makeRoom() throws SQLException {
        KeptReferences all = takeKept();
        oneByOne(all, row -> kept.add(all.rows(), row, cells));
        if (kept.bytes() > MAX_BYTES / 2) {
            throw new SessionException(
                    "too many rows of " + key.table() + " refer to rows that come later (" + key.describe()
                            + "): put parents before children, or declare the key DEFERRABLE",
                    "54000");
        }
    }

    /** Forgets the references that were kept. */
    void forget() {
        takeKept();
    }

    /** Returns the different references that led to no row when they were last set. */
    List<List<String>> dangling() {
        return List.copyOf(dangling);
    }

    /** Sets all references, and returns how many lead to no row. */
    long settle() throws SQLException {
        dangling.clear();
        KeptReferences all = takeKept();
        if (all.rows().size() == 0 || atOnce(all)) {
            return 0;
        }
        long[] orphans = {0};
        oneByOne(all, row -> {
            // A row that was rolled back since is not there.
            if (finds(itself, all.rows(), row, found, 0)) {
                orphans[0]++;
                if (dangling.size() < MAX_DANGLING) {
                    dangling.add(IntStream.of(referring)
                            .mapToObj(cell -> Cells.characters(all.rows(), row, cell))
                            .toList());
                }
            }
        });
        return orphans[0];
    }

    /** Sets all references as if each led somewhere; returns false, with none of them set, where one does not. */
    private boolean atOnce(KeptReferences all) throws SQLException {
        if (!database.capabilities().savepoints()) {
            return false;
        }
        Savepoint before = database.connection().setSavepoint();
        try (PreparedStatement statement = database.connection().prepareStatement(change)) {
            int waiting = 0;
            for (int row = 0; row < all.rows().size(); row++) {
                if (!all.holds(row, cells)) {
                    continue;
                }
                bindChange(statement, all.rows(), row);
                statement.addBatch();
                waiting++;
                if (waiting == BATCH_ROWS) {
                    executeBatch(statement);
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                executeBatch(statement);
            }
            return true;
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state == null || !state.startsWith("23")) {
                throw e;
            }
            database.connection().rollback(before);
            return false;
        }
    }

    private void executeBatch(PreparedStatement statement) throws SQLException {
        database.running().begins(statement);
        try {
            statement.executeBatch();
        } finally {
            database.running().ended();
        }
    }

    private void bindChange(PreparedStatement statement, Rows rows, int row) throws SQLException {
        int parameter = 1;
        for (int i = 0; i < key.columns().size(); i++) {
            if (nulled.contains(key.columns().get(i))) {
                int cell = finding.size() + i;
                binders.get(cell).bind(statement, parameter++, rows, row, cell);
            }
        }
        bind(statement, parameter, rows, row, found, 0);
    }

    /** Does something with a row that was kept. */
    @FunctionalInterface
    private interface Leftover {
        void take(int row) throws SQLException;
    }

    private void oneByOne(KeptReferences all, Leftover leftover) throws SQLException {
        try (PreparedStatement statement = database.connection().prepareStatement(change)) {
            for (int row = 0; row < all.rows().size(); row++) {
                if (!all.holds(row, cells)) {
                    continue;
                }
                if (!leadsSomewhere(all.rows(), row, referring)) {
                    leftover.take(row);
                    continue;
                }
                bindChange(statement, all.rows(), row);
                database.running().begins(statement);
                try {
                    statement.executeUpdate();
                } finally {
                    database.running().ended();
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    /** Returns the columns of a foreign key that can be null at first; none where its rows could not be found again. */
    static List<Column> nullable(Catalog catalog, ForeignKey key) {
        Optional<Table> table = catalog.table(key.table());
        Optional<Key> primary = table.flatMap(Table::primaryKey);
        if (primary.isEmpty()) {
            return List.of();
        }
        return table.get().columns().stream()
                .filter(column -> key.columns().contains(column.name()))
                .filter(Column::nullable)
                .filter(column -> !primary.get().columns().contains(column.name()))
                .toList();
    }
}
