package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.dialect.CellBinder;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of an {@link UpsertLoader}.
 *
 * @param target what is loaded
 * @param conflict what to do with taken keys
 * @param database where it is loaded
 * @param reading reads the rows that are there
 */
record Upsert(LoadTarget target, OnConflict conflict, SqlDatabase database, StandardReading reading) {

    TableLoader loader(TableLoader inserter, List<CellBinder> binders) throws SQLException {
        Set<Column> looked = new LinkedHashSet<>(target.followed());
        looked.addAll(target.changedColumns());
        List<Column> columns = List.copyOf(looked);
        List<SelectedColumn> selected = reading.selected(target.table(), columns);
        List<UpsertLoader.Seen> seen = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            seen.add(new UpsertLoader.Seen(
                    target.columns().indexOf(column),
                    target.changedColumns().contains(column),
                    selected.get(i).reader(),
                    reading.form(target.table(), column)));
        }
        Connection connection = database.connection();
        PreparedStatement find = connection.prepareStatement(find(selected));
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
                database.running());
    }

    private String table() {
        return database.quote(target.table().name());
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
    private String find(List<SelectedColumn> looked) {
        String columns = looked.isEmpty()
                ? "1"
                : looked.stream().map(SelectedColumn::expression).collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM " + table() + " WHERE " + keyMatches();
    }

    private String keyMatches() {
        return columns(keyCells()).stream()
                .map(column -> database.quote(column.name()) + " = " + database.parameter(column))
                .collect(Collectors.joining(" AND "));
    }

    private @Nullable String change() {
        List<Column> changed = target.changedColumns();
        if (changed.isEmpty()) {
            return null;
        }
        return "UPDATE " + table() + " SET "
                + changed.stream()
                        .map(column -> database.quote(column.name()) + " = " + database.parameter(column))
                        .collect(Collectors.joining(", "))
                + " WHERE " + keyMatches();
    }
}
