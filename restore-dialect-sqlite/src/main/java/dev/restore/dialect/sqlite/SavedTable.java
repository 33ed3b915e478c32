package dev.restore.dialect.sqlite;

import dev.restore.catalog.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are kept.
 *
 * @param table the table
 * @param rowid the name by which a row's own number is read and written, null where a column is that number or there is none
 * @param columns the columns that are kept: all but computed ones
 * @param autoincrement whether SQLite remembers the greatest number that it has given
 */
record SavedTable(Table table, @Nullable String rowid, List<String> columns, boolean autoincrement) {

    SavedTable {
        columns = List.copyOf(columns);
    }

    String name() {
        return table.name().name();
    }

    private String quoted() {
        return "main." + SqliteNames.quoted(name());
    }

    /** Returns how many values of each row are kept. */
    int width() {
        return columns.size() + (rowid == null ? 0 : 1);
    }

    private List<String> cells() {
        return Stream.concat(Stream.ofNullable(rowid), columns.stream().map(SqliteNames::quoted))
                .toList();
    }

    /**
     * Returns the query for its rows, of which each begins with a number and is filled up with nulls.
     *
     * @param width how many values there are after the number
     */
    String select(int number, int width) {
        List<String> cells = new ArrayList<>(cells());
        cells.addAll(Collections.nCopies(width - cells.size(), "NULL"));
        return "SELECT " + number + cells.stream().map(cell -> ", " + cell).collect(Collectors.joining()) + " FROM "
                + quoted();
    }

    String delete() {
        return "DELETE FROM " + quoted();
    }

    /** Puts rows into the emptied table. */
    void insert(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String parameters = String.join(", ", Collections.nCopies(width(), "?"));
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO " + quoted() + " (" + String.join(", ", cells()) + ") VALUES (" + parameters + ")")) {
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
