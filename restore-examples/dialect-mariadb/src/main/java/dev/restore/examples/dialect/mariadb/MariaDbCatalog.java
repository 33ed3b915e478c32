package dev.restore.examples.dialect.mariadb;

import dev.restore.catalog.Column;
import dev.restore.catalog.ColumnType;
import dev.restore.catalog.Table;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.TypeFamily;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What JDBC does not tell of the tables of the current database: their triggers, and which texts hold JSON. */
final class MariaDbCatalog {

    private final Map<String, List<Trigger>> triggers = new HashMap<>();
    private final Set<List<String>> json = new HashSet<>();

    private MariaDbCatalog() {}

    static MariaDbCatalog of(Connection connection) throws SQLException {
        MariaDbCatalog catalog = new MariaDbCatalog();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT event_object_table, trigger_name, event_manipulation"
                    + " FROM information_schema.triggers WHERE event_object_schema = DATABASE()"
                    + " ORDER BY event_object_table, action_order, trigger_name")) {
                while (row.next()) {
                    catalog.triggers
                            .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                            .add(Trigger.on(row.getString(2), Trigger.Event.valueOf(row.getString(3))));
                }
            }
            // JSON is a name for a text with this check, which bears the name of the column.
            try (ResultSet row = statement.executeQuery("SELECT table_name, constraint_name"
                    + " FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()"
                    + " AND level = 'Column' AND check_clause LIKE 'json_valid(`%`)'")) {
                while (row.next()) {
                    catalog.json.add(List.of(row.getString(1), row.getString(2)));
                }
            }
        }
        return catalog;
    }

    List<Table> complete(List<Table> tables) {
        return tables.stream()
                .map(table -> new Table(
                        table.name(),
                        table.kind(),
                        table.columns().stream()
                                .map(column -> complete(table, column))
                                .toList(),
                        table.keys(),
                        table.foreignKeys(),
                        triggers.getOrDefault(table.name().name(), List.of()),
                        table.parent()))
                .toList();
    }

    private Column complete(Table table, Column column) {
        return json.contains(List.of(table.name().name(), column.name()))
                ? new Column(
                        column.name(),
                        column.position(),
                        new ColumnType("JSON", TypeFamily.JSON, 0, 0),
                        column.nullable(),
                        column.hasDefault(),
                        column.generation(),
                        column.sequence())
                : column;
    }
}
