package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for everything that would stop a restore, with a handful of queries that change nothing. */
public final class ObstacleSearch {

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final List<Obstacle> found = new ArrayList<>();
    private String role = "";

    public ObstacleSearch(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    public List<Obstacle> search(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        searchDatabase();
        Map<TableName, String> owners = searchTables(scope);
        searchColumns(scope);
        searchSequences(scope);
        searchMoney(scope);
        if (measure.kind() == ForeignKeyMeasure.Kind.ORDER) {
            searchCycles(scope, owners);
        }
        return found;
    }

    private void add(@Nullable TableName table, String message, String remedy) {
        found.add(new Obstacle(table, message, remedy));
    }

    private void searchDatabase() throws SQLException {
        String query = """
                SELECT current_user, pg_catalog.pg_is_in_recovery(),
                       pg_catalog.current_setting('transaction_read_only') = 'on',
                       pg_catalog.current_setting('session_replication_role')
                """;
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            role = Identifiers.quoted(row.getString(1));
            if (row.getBoolean(2)) {
                add(null, "the server is a standby and takes no changes", "connect to the primary server");
            } else if (row.getBoolean(3)) {
                add(
                        null,
                        "transactions are read-only",
                        "SET default_transaction_read_only = off for this role, database or connection");
            }
            if (row.getString(4).equals("replica")) {
                add(
                        null,
                        "session_replication_role is replica, so that foreign keys are not checked",
                        "SET session_replication_role = origin on this connection");
            }
        }
    }

    /** Returns the owners of the tables. */
    private Map<TableName, String> searchTables(Scope scope) throws SQLException {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        String query = """
                SELECT n.nspname, c.relname, pg_catalog.pg_get_userbyid(c.relowner),
                       pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
                       pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                       pg_catalog.has_table_privilege(c.oid, 'TRUNCATE')
                           OR pg_catalog.has_table_privilege(c.oid, 'DELETE'),
                       pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
                       pg_catalog.row_security_active(c.oid)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid = ANY (?::oid[]) ORDER BY 1, 2
                """;
        Map<TableName, String> owners = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    owners.put(name, row.getString(3));
                    boolean loaded =
                            scope.loaded().stream().anyMatch(t -> t.name().equals(name));
                    boolean cleared =
                            scope.cleared().stream().anyMatch(t -> t.name().equals(name));
                    searchTable(row, name, loaded, cleared);
                }
            }
        }
        return owners;
    }

    private void searchTable(ResultSet row, TableName name, boolean loaded, boolean cleared) throws SQLException {
        String owner = "; its owner is " + row.getString(3);
        if (!row.getBoolean(4)) {
            String schema = Identifiers.quoted(Objects.requireNonNull(name.schema()));
            add(name, "no privilege to use schema " + name.schema(), "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
        }
        if (!row.getBoolean(5)) {
            add(name, "no privilege to count its rows" + owner, grant("SELECT", name));
        }
        if (cleared && !row.getBoolean(6)) {
            add(name, "no privilege to empty it" + owner, grant("TRUNCATE", name));
        }
        if (loaded && !row.getBoolean(7)) {
            add(name, "no privilege to insert" + owner, grant("INSERT", name));
        }
        if (row.getBoolean(8)) {
            add(
                    name,
                    "row level security hides rows of it from this role" + owner,
                    "restore as a role with BYPASSRLS or as its owner; where it is forced on the owner, too, ALTER TABLE "
                            + Identifiers.quoted(name) + " NO FORCE ROW LEVEL SECURITY");
        }
    }

    private String grant(String privilege, TableName table) {
        return "GRANT " + privilege + " ON " + Identifiers.quoted(table) + " TO " + role;
    }

    /** Where some columns may be filled and others not. */
    private void searchColumns(Scope scope) throws SQLException {
        String query = """
                SELECT n.nspname, c.relname, pg_catalog.array_agg(a.attname::text ORDER BY a.attnum)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                    AND NOT a.attisdropped AND a.attgenerated = ''
                WHERE c.oid = ANY (?::oid[]) AND pg_catalog.has_any_column_privilege(c.oid, 'INSERT')
                  AND NOT pg_catalog.has_column_privilege(c.oid, a.attnum, 'INSERT')
                GROUP BY 1, 2 ORDER BY 1, 2
                """;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(scope.loaded()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    List<String> columns = List.of((String[]) row.getArray(3).getArray());
                    add(
                            name,
                            "no privilege to insert into " + String.join(", ", columns),
                            grant("INSERT (" + Identifiers.list(columns) + ")", name));
                }
            }
        }
    }

    private void searchSequences(Scope scope) throws SQLException {
        Map<TableName, TableName> users = new LinkedHashMap<>();
        List<Table> numbered = new ArrayList<>(scope.loaded());
        for (Table table : scope.loaded()) {
            scope.catalog().descendants(table.name()).stream()
                    .filter(part -> part.kind() == Table.Kind.PARTITION)
                    .forEach(numbered::add);
        }
        for (Table table : numbered) {
            for (Column column : table.columns()) {
                Sequence sequence = column.sequence();
                if (sequence != null) {
                    users.putIfAbsent(sequence.name(), table.name());
                }
            }
        }
        if (users.isEmpty()) {
            return;
        }
        String query = """
                SELECT n.nspname, c.relname, pg_catalog.has_sequence_privilege(c.oid, 'SELECT'),
                       pg_catalog.pg_has_role(c.relowner, 'USAGE')
                           OR pg_catalog.has_sequence_privilege(c.oid, 'UPDATE')
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'S' ORDER BY 1, 2
                """;
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                TableName sequence = new TableName(row.getString(1), row.getString(2));
                TableName table = users.get(sequence);
                if (table != null && !(row.getBoolean(3) && row.getBoolean(4))) {
                    add(
                            table,
                            "no privilege to move its sequence " + sequence,
                            "GRANT SELECT, UPDATE ON SEQUENCE " + Identifiers.quoted(sequence) + " TO " + role);
                }
            }
        }
    }

    /** The server reads an amount by the locale of the session: where that has a decimal comma, 1.25 is 125. */
    private void searchMoney(Scope scope) throws SQLException {
        for (Table table : scope.loaded()) {
            for (Column column : table.columns()) {
                if (catalog.type(table, column).holdsMoney()) {
                    if (!readsCents()) {
                        add(
                                table.name(),
                                "amounts of its column " + column.name()
                                        + " would become others, because lc_monetary has no"
                                        + " decimal point or no two decimals",
                                "where it has two decimals, connect with lc_monetary = C; else make the column numeric");
                    }
                    return;
                }
            }
        }
    }

    private boolean readsCents() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT '1.25'::pg_catalog.money::pg_catalog.numeric = 1.25");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void searchCycles(Scope scope, Map<TableName, String> owners) {
        for (ForeignKey key : new TouchedForeignKeys(connection, catalog).unorderable(scope)) {
            String owner = owners.getOrDefault(key.table(), "another role");
            add(
                    key.table(),
                    "no order of rows satisfies " + key.describe() + ", and only the owner, " + owner
                            + ", may put its check off",
                    "restore as " + owner + ", or as owner "
                            + ForeignKeySql.alter(key, ForeignKey.Deferrability.INITIALLY_IMMEDIATE));
        }
    }
}
