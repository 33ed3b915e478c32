package dev.restore.dialect.standard;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database of which nothing else is known can do: what its driver says, where that can be tried it is. Changes nothing.
 *
 * @param transactions whether there are transactions at all
 * @param savepoints whether a savepoint can be set and rolled back to
 * @param schemaChangesCommit whether changes of the schema commit the transaction, or take no part in it
 * @param laggingKeys whether foreign keys go on to see rows that the same transaction has deleted or changed
 * @param clipping why values may be stored changed without an error, as the end of a sentence; null where that is not known of it
 * @param zeroDraws whether a 0 in a numbered column draws the next number
 * @param engines the storage engines without transactions that tables have, by the name of the table
 */
record Capabilities(
        boolean transactions,
        boolean savepoints,
        boolean schemaChangesCommit,
        boolean laggingKeys,
        @Nullable String clipping,
        boolean zeroDraws,
        Map<String, String> engines) {

    /** What a database can do that keeps every promise. */
    static final Capabilities COMPLETE = new Capabilities(true, true, false, false, null, false, Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Capabilities.class);

    /** Databases that quote so have settings and storage engines by which their promises differ. */
    private static final String BACKTICK = "`";

    private static final String ENGINES = "SELECT t.table_name, t.engine FROM information_schema.tables t"
            + " WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND t.engine NOT IN"
            + " (SELECT e.engine FROM information_schema.engines e WHERE e.transactions = 'YES')";

    Capabilities {
        engines = Map.copyOf(engines);
    }

    /** Returns the same of a database that stores values as they are or refuses them. */
    Capabilities keepingValues() {
        return new Capabilities(transactions, savepoints, schemaChangesCommit, laggingKeys, null, false, engines);
    }

    /** Looks at a connection. */
    static Capabilities of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        boolean transactions = database.supportsTransactions();
        boolean savepoints = transactions && savepoints(connection);
        boolean commit =
                database.dataDefinitionCausesTransactionCommit() || database.dataDefinitionIgnoredInTransactions();
        boolean lagging = transactions && !commit && connection.getAutoCommit() && laggingKeys(connection);
        if (!BACKTICK.equals(database.getIdentifierQuoteString().trim())) {
            return new Capabilities(transactions, savepoints, commit, lagging, null, false, Map.of());
        }
        Map<String, String> mode = new LinkedHashMap<>();
        Map<String, String> engines = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            read(statement, "SELECT 'mode', @@SESSION.sql_mode", mode);
            read(statement, ENGINES, engines);
        } catch (SQLException e) {
            return new Capabilities(
                    transactions,
                    savepoints,
                    commit,
                    lagging,
                    "neither its mode nor the engines of its tables could be asked (SQLSTATE " + e.getSQLState() + ")",
                    true,
                    Map.of());
        }
        Set<String> words = new HashSet<>(Arrays.asList(
                mode.getOrDefault("mode", "").toUpperCase(Locale.ROOT).split(",")));
        boolean strict = words.contains("STRICT_ALL_TABLES") || words.contains("STRICT_TRANS_TABLES");
        return new Capabilities(
                transactions,
                savepoints,
                commit,
                lagging,
                strict ? null : "its sql_mode holds neither STRICT_TRANS_TABLES nor STRICT_ALL_TABLES",
                !words.contains("NO_AUTO_VALUE_ON_ZERO"),
                engines);
    }

    private static void read(Statement statement, String query, Map<String, String> into) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                into.put(row.getString(1), row.getString(2) == null ? "" : row.getString(2));
            }
        }
    }

    /** Drivers say of savepoints what their databases do not do, so that one is set. */
    private static boolean savepoints(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        try {
            Savepoint tried = connection.setSavepoint();
            connection.rollback(tried);
            return true;
        } catch (SQLException | UnsupportedOperationException e) {
            return false;
        } finally {
            if (autoCommit) {
                endTransaction(connection);
                connection.setAutoCommit(true);
            }
        }
    }

    /** Deletes a row and then the one it refers to, in temporary tables, which nobody else sees. */
    private static boolean laggingKeys(Connection connection) throws SQLException {
        String name = "restore_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try {
            execute(connection, "CREATE TEMPORARY TABLE " + name + "p (id INTEGER NOT NULL PRIMARY KEY)");
        } catch (SQLException e) {
            LOG.debug("foreign keys could not be tried", e);
            return false;
        }
        try {
            execute(
                    connection,
                    "CREATE TEMPORARY TABLE " + name + "c (id INTEGER NOT NULL PRIMARY KEY, p INTEGER, FOREIGN KEY (p)"
                            + " REFERENCES " + name + "p (id))");
            execute(connection, "INSERT INTO " + name + "p (id) VALUES (1)");
            execute(connection, "INSERT INTO " + name + "c (id, p) VALUES (1, 1)");
            return !deletesBoth(connection, name);
        } catch (SQLException e) {
            LOG.debug("foreign keys could not be tried", e);
            return false;
        } finally {
            dropped(connection, name + "c");
            dropped(connection, name + "p");
        }
    }

    private static boolean deletesBoth(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, "DELETE FROM " + name + "c");
            execute(connection, "DELETE FROM " + name + "p");
            return true;
        } catch (SQLException e) {
            LOG.debug("foreign keys see what is deleted", e);
            return false;
        } finally {
            endTransaction(connection);
            connection.setAutoCommit(true);
        }
    }

    private static void dropped(Connection connection, String table) {
        try {
            execute(connection, "DROP TABLE " + table);
        } catch (SQLException e) {
            LOG.debug("the temporary table {} stays for this connection", table, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void endTransaction(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("a transaction in which nothing was done could not be rolled back", e);
        }
    }
}
