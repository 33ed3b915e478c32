package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Fallback;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.TemporalValues;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens loaders that send prepared INSERTs. A dialect overrides how cells are given to a column, and which loader sends rows whose key
 * is not taken.
 */
public class StandardLoaders {

    /** Each call may be a journey to a server. */
    private static final int ROWS_AT_ONCE = 1000;

    private final SqlDatabase database;
    private final StandardReading reading;
    private final StandardBinders binders;

    /**
     * Opens loaders into a database.
     *
     * @param reading reads the rows that are there, where a taken key is not an error
     */
    public StandardLoaders(SqlDatabase database, StandardReading reading) {
        this.database = database;
        this.reading = reading;
        this.binders =
                new StandardBinders(new TemporalValues(database.settings().zone()), true);
    }

    /** Returns what is loaded into. */
    protected final SqlDatabase database() {
        return database;
    }

    /** Opens the fast loader of a target. */
    public TableLoader loader(LoadTarget target) throws SQLException {
        List<CellBinder> cells = new ArrayList<>();
        for (Column column : target.columns()) {
            cells.add(typed(column));
        }
        return resolving(target, inserter(target, cells), cells);
    }

    /** Opens the loader of single rows that the fast one refused; empty where taken keys are not an error. */
    public Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
        if (target.onConflict() != null) {
            return Optional.empty();
        }
        List<CellBinder> cells = new ArrayList<>();
        for (Column column : target.columns()) {
            cells.add(fallback.asText(column.type().family()) ? StandardLoaders::asText : typed(column));
        }
        return Optional.of(single(target, cells));
    }

    private static void asText(PreparedStatement statement, int parameter, Rows rows, int row, int column)
            throws SQLException {
        statement.setString(parameter, Cells.characters(rows, row, column));
    }

    /**
     * Opens the loader of rows whose key is not taken: one that sends batches of 1000 rows, unless overridden.
     *
     * @param cells how the cells of each column are given to a statement
     */
    protected TableLoader inserter(LoadTarget target, List<CellBinder> cells) throws SQLException {
        return new BatchLoader(
                database.connection(), database.syntax().insert(target), cells, database.running(), ROWS_AT_ONCE);
    }

    /** Opens a loader that sends an INSERT for each row. */
    protected final SingleLoader single(LoadTarget target, List<CellBinder> cells) throws SQLException {
        return new SingleLoader(database.connection(), database.syntax().insert(target), cells, database.running());
    }

    /**
     * Puts a loader that knows of no taken keys after one that does as the target says, row by row.
     *
     * @param inserter loads rows whose key is not taken; closed with the result
     * @param cells how the cells of each column are given to a statement
     */
    public final TableLoader resolving(LoadTarget target, TableLoader inserter, List<CellBinder> cells)
            throws SQLException {
        OnConflict conflict = target.onConflict();
        return conflict == null ? inserter : new Upsert(target, conflict, database, reading).loader(inserter, cells);
    }

    /** Returns how cells are given to a column. */
    protected CellBinder binder(Column column) throws SQLException {
        return binders.of(column);
    }

    CellBinder typed(Column column) throws SQLException {
        return refusingZero(column, binder(column)).withNullType(JdbcTypes.nullType(column.type()));
    }

    /** A zero that stands for the next number would become another row's. */
    private CellBinder refusingZero(Column column, CellBinder binder) throws SQLException {
        if (column.generation() == Column.Generation.NONE
                || !database.capabilities().zeroDraws()) {
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
}
