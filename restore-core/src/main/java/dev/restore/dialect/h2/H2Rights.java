package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rights that a user lacks. H2 does not show users what their roles and schemas allow, so that each right is tried by
 * a statement that changes nothing, and rolled back because of triggers that run once a statement.
 */
final class H2Rights {

    private static final String NOT_ENOUGH_RIGHTS = "90096";

    private final SqlDatabase database;
    private final Connection connection;
    private final List<Obstacle> missing = new ArrayList<>();

    H2Rights(SqlDatabase database) {
        this.database = database;
        this.connection = database.connection();
    }

    /** Returns what this user must not do to the tables; nothing for users with admin rights, who may do everything. */
    List<Obstacle> missing(Scope scope) throws SQLException {
        Optional<String> user = userWithoutAdminRights();
        if (user.isEmpty()) {
            return List.of();
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            for (Table table : scope.cleared()) {
                tryRight(statement, table.name(), "DELETE", user.get(), delete(table));
            }
            for (Table table : scope.loaded()) {
                Optional<String> insert = insert(table);
                if (insert.isPresent()) {
                    tryRight(statement, table.name(), "INSERT", user.get(), insert.get());
                }
                for (Column column : table.numberedColumns()) {
                    tryRestart(statement, table, column);
                }
            }
        } finally {
            connection.rollback(before);
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        }
        return missing;
    }

    private Optional<String> userWithoutAdminRights() throws SQLException {
        String query = "SELECT USER_NAME FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER AND NOT IS_ADMIN";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private String delete(Table table) {
        return "DELETE FROM " + database.quote(table.name()) + " WHERE FALSE";
    }

    private Optional<String> insert(Table table) {
        return table.columns().stream()
                .filter(column -> column.generation() == Column.Generation.NONE)
                .findFirst()
                .map(column -> "INSERT INTO " + database.quote(table.name()) + " (" + database.quote(column.name())
                        + ") SELECT NULL WHERE FALSE");
    }

    private void tryRight(Statement statement, TableName table, String right, String user, String sql) {
        if (refused(statement, sql)) {
            missing.add(new Obstacle(
                    table,
                    "no right to " + right,
                    "GRANT " + right + " ON " + database.quote(table) + " TO " + database.quote(user)));
        }
    }

    /** Rights are looked at before the number, and there is no such number. */
    private void tryRestart(Statement statement, Table table, Column column) {
        Sequence sequence = column.sequence();
        String numbers = sequence == null
                ? "TABLE " + database.quote(table.name()) + " ALTER COLUMN " + database.quote(column.name())
                : "SEQUENCE " + database.quote(sequence.name());
        if (refused(statement, "ALTER " + numbers + " RESTART WITH 1 / 0")) {
            missing.add(new Obstacle(
                    table.name(),
                    "no right to move the numbers of column " + column.name() + " past the rows",
                    "connect as the owner of the schema"));
        }
    }

    /** Whatever else stands in the way says so itself when it does. */
    private static boolean refused(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return false;
        } catch (SQLException e) {
            return NOT_ENOUGH_RIGHTS.equals(e.getSQLState());
        }
    }
}
