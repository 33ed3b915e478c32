package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.TableName;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.TableLoader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of an {@link UpsertLoader}.
 *
 * @param target what is loaded
 * @param conflict what to do with taken keys
 * @param tableName writes a table's name
 * @param name writes a column's name
 * @param parameter writes the parameter for a column's value
 * @param selected writes what is selected for columns
 * @param reader says how a column is taken out of a result
 * @param form says how values of a column are told from each other
 */
record Upsert(
        LoadTarget target,
        OnConflict conflict,
        Function<TableName, String> tableName,
        Function<String, String> name,
        Function<Column, String> parameter,
        Asking<List<Column>, List<String>> selected,
        Asking<Column, CellReader> reader,
        Asking<Column, CellForm> form) {

    /** Asks the session. */
    @FunctionalInterface
    interface Asking<T, R> {
        R about(T subject) throws SQLException;
    }

    TableLoader loader(Connection connection, TableLoader inserter, List<CellBinder> binders, RunningStatement running)
            throws SQLException {
        Set<Column> looked = new LinkedHashSet<>(target.followed());
        looked.addAll(target.changedColumns());
        List<Column> columns = List.copyOf(looked);
        List<UpsertLoader.Seen> seen = new ArrayList<>();
        for (Column column : columns) {
            seen.add(new UpsertLoader.Seen(
                    target.columns().indexOf(column),
                    target.changedColumns().contains(column),
                    reader.about(column),
                    form.about(column)));
        }
        PreparedStatement find = connection.prepareStatement(find(columns));
        String sql = change();
        PreparedStatement change = sql == null ? null : connection.prepareStatement(sql);
        return new UpsertLoader(
                inserter,
                find,
                change,
                binders,
                keyCells(),
                changedCells(),
                seen,
                target.followed().size(),
                running);
    }

    private String table() {
        return tableName.apply(target.table().name());
    }

    private List<Column> columns(int[] cells) {
        return IntStream.of(cells).mapToObj(target.columns()::get).toList();
    }

    private int[] keyCells() {
        List<String> names = target.columns().stream().map(Column::name).toList();
        return conflict.key().columns().stream().mapToInt(names::indexOf).toArray();
    }

    private int[] changedCells() {
        return cells(target.changedColumns());
    }

    private int[] cells(List<Column> columns) {
        return columns.stream().mapToInt(target.columns()::indexOf).toArray();
    }

    /** Takes the key. */
    private String find(List<Column> looked) throws SQLException {
        String columns = looked.isEmpty() ? "1" : String.join(", ", selected.about(looked));
        return "SELECT " + columns + " FROM " + table() + " WHERE " + keyMatches();
    }

    private String keyMatches() {
        return columns(keyCells()).stream()
                .map(column -> name.apply(column.name()) + " = " + parameter.apply(column))
                .collect(Collectors.joining(" AND "));
    }

    private @Nullable String change() {
        List<Column> changed = target.changedColumns();
        if (changed.isEmpty()) {
            return null;
        }
        return "UPDATE " + table() + " SET "
                + changed.stream()
                        .map(column -> name.apply(column.name()) + " = " + parameter.apply(column))
                        .collect(Collectors.joining(", "))
                + " WHERE " + keyMatches();
    }
}
