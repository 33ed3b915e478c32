package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.SavedState;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.StateScope;
import dev.restore.dialect.TableStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Saves the rows of tables of SQLite in memory: its values have five kinds, each of which goes back exactly as it was, and to read all
 * rows of a small table takes less than any statement that writes.
 */
final class SqliteStates implements TableStates {

    @Override
    public Optional<SavedState> save(Connection connection, StateScope scope) throws SQLException {
        SqliteSchema schema = new SqliteSchema(connection, new SessionSettings(null, ZoneOffset.UTC));
        Set<String> withoutRowid = withoutRowid(connection);
        List<SavedTable> tables = new ArrayList<>();
        for (Table table : scope.tables()) {
            if (table.name().schema() != null) {
                return Optional.empty();
            }
            TableTraits traits = schema.traits(table);
            boolean numbered = traits != null && traits.autoincrement();
            boolean alias = traits != null && traits.rowidAlias() != null;
            String rowid = null;
            if (!alias && !withoutRowid.contains(SqliteNames.folded(table.name().name()))) {
                rowid = rowid(table);
                if (rowid == null) {
                    return Optional.empty();
                }
            }
            tables.add(new SavedTable(
                    table,
                    rowid,
                    table.insertableColumns().stream().map(Column::name).toList(),
                    numbered));
        }
        SqliteSavedState state = new SqliteSavedState(scope, tables);
        return state.save(connection) ? Optional.of(state) : Optional.empty();
    }

    /** Returns the name of the row's own number that no column has taken. */
    private static @Nullable String rowid(Table table) {
        Set<String> taken = table.columns().stream()
                .map(column -> SqliteNames.folded(column.name()))
                .collect(Collectors.toSet());
        return Stream.of("rowid", "_rowid_", "oid")
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> withoutRowid(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr = 1")) {
            while (row.next()) {
                names.add(SqliteNames.folded(row.getString(1)));
            }
        }
        return names;
    }
}
