package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.TableReading;
import dev.restore.dialect.value.CellForms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tables by standard SQL. A dialect overrides how a column is selected, and how its values are told from each other. */
public class StandardReading implements TableReading {

    private static final int FETCH_ROWS = 1000;

    /** The families that not every database can sort by. */
    private static final Set<TypeFamily> INCOMPARABLE =
            Set.of(TypeFamily.JSON, TypeFamily.ARRAY, TypeFamily.OTHER, TypeFamily.BINARY);

    private final SqlDatabase database;

    /** Reads from a database, in whatever transaction its connection is. */
    public StandardReading(SqlDatabase database) {
        this.database = database;
    }

    /** Returns what is read from. */
    protected final SqlDatabase database() {
        return database;
    }

    @Override
    public long count(Table table) throws SQLException {
        return database.number(countQuery(table));
    }

    @Override
    public List<Long> counts(List<Table> tables) throws SQLException {
        return database.numbers(tables.stream().map(this::countQuery).toList());
    }

    private String countQuery(Table table) {
        return "SELECT COUNT(*) FROM " + database.quote(table.name());
    }

    @Override
    public long countReferring(ForeignKey key, long limit) throws SQLException {
        return new OrphanQueries(database).countReferring(key, limit);
    }

    @Override
    public TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
            throws SQLException {
        return reader(table, columns, List.of(), ordered, condition);
    }

    @Override
    public TableReader reader(
            Table table, List<Column> columns, List<ReachedColumn> reached, boolean ordered, @Nullable String condition)
            throws SQLException {
        ReachedRows rows = reachedRows();
        List<SelectedColumn> selected = new ArrayList<>(selected(table, columns));
        for (ReachedColumn column : reached) {
            SelectedColumn own =
                    selected(column.table(), List.of(column.column())).get(0);
            selected.add(new SelectedColumn(rows.selected(column, own.expression()), own.reader()));
        }
        List<String> order = ordered ? order(table) : List.of();
        Statement statement = database.connection().createStatement();
        try {
            statement.setFetchSize(FETCH_ROWS);
            database.running().begins(statement);
            ResultSet result = statement.executeQuery("SELECT "
                    + selected.stream().map(SelectedColumn::expression).collect(Collectors.joining(", ")) + " FROM "
                    + database.quote(table.name()) + rows.joins()
                    + (condition == null ? "" : " WHERE (" + condition + "\n)")
                    + (order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order)));
            return new ResultSetReader(
                    statement,
                    result,
                    selected.stream().map(SelectedColumn::reader).toList(),
                    database.running());
        } catch (SQLException e) {
            statement.close();
            throw e;
        } finally {
            database.running().ended();
        }
    }

    @Override
    public boolean repeats(Table table, List<ReachedColumn> values) throws SQLException {
        ReachedRows rows = reachedRows();
        List<String> columns = values.stream().map(rows::column).toList();
        return database.count(
                        "SELECT 1 FROM " + database.quote(table.name()) + rows.joins() + " WHERE "
                                + String.join(" IS NOT NULL AND ", columns) + " IS NOT NULL GROUP BY "
                                + String.join(", ", columns) + " HAVING COUNT(*) > 1",
                        1)
                > 0;
    }

    private ReachedRows reachedRows() {
        return new ReachedRows(database::quote, database::quote);
    }

    private List<String> order(Table table) {
        return table.primaryKey()
                .map(key -> key.columns().stream().map(database::quote).toList())
                .orElseGet(() -> orderWithoutKey(table));
    }

    /** Where everything can be compared, rows that are equal and yet written differently stay in their places. */
    private List<String> orderWithoutKey(Table table) {
        String place = database.syntax().rowPlace();
        List<String> order = new ArrayList<>();
        for (Column column : table.columns()) {
            if (place != null || !INCOMPARABLE.contains(column.type().family())) {
                order.add(database.quote(column.name()));
            }
        }
        if (place != null) {
            order.add(database.quote(table.name().name()) + "." + place);
        }
        return order;
    }

    /** Returns how columns of a table are read, one for each in their order: by their names, unless overridden. */
    protected List<SelectedColumn> selected(Table table, List<Column> columns) throws SQLException {
        return columns.stream()
                .map(column -> new SelectedColumn(database.quote(column.name()), StandardReaders.of(column.type())))
                .toList();
    }

    @Override
    public CellForm form(Table table, Column column) throws SQLException {
        return new CellForms(database.settings().zone()).of(column.type());
    }
}
