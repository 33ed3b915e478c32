package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
 * @param isOther writes the condition that a column holds another value than its parameter
 * @param reader says how a column is taken out of a result
 */
record Upsert(
        LoadTarget target,
        OnConflict conflict,
        Function<TableName, String> tableName,
        Function<String, String> name,
        Function<Column, String> parameter,
        Function<Column, String> isOther,
        Reading reader) {

    /** Says how a column is taken out of a result. */
    @FunctionalInterface
    interface Reading {
        CellReader of(Column column) throws SQLException;
    }

    TableLoader loader(Connection connection, TableLoader inserter, List<CellBinder> binders, RunningStatement running)
            throws SQLException {
        PreparedStatement find = connection.prepareStatement(find());
        String sql = change();
        PreparedStatement change = sql == null ? null : connection.prepareStatement(sql);
        List<CellReader> readers = new ArrayList<>();
        for (Column column : target.followed()) {
            readers.add(reader.of(column));
        }
        return new UpsertLoader(
                inserter,
                find,
                change,
                binders,
                keyCells(),
                changedCells(),
                cells(target.followed()),
                readers,
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

    /** Takes the followed cells, to compare, and the key. */
    private String find() {
        String others = target.followed().isEmpty()
                ? "1"
                : "CASE WHEN " + target.followed().stream().map(isOther).collect(Collectors.joining(" OR "))
                        + " THEN 1 ELSE 0 END, "
                        + target.followed().stream()
                                .map(column -> name.apply(column.name()))
                                .collect(Collectors.joining(", "));
        return "SELECT " + others + " FROM " + table() + " WHERE " + keyMatches();
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
                + " WHERE " + keyMatches() + " AND ("
                + changed.stream().map(isOther).collect(Collectors.joining(" OR ")) + ")";
    }
}
