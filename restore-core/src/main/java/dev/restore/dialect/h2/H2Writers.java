package dev.restore.dialect.h2;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import dev.restore.dialect.standard.ForeignKeys;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two restores apart. H2 has no lock that a session could take on a whole table and hold, but it shows which sessions
 * have written to a table and not committed; so a restore writes first, nothing, and then looks whether it is alone. Of two
 * that begin at once at least one sees the other.
 */
final class H2Writers {

    /** What the error of a lock that does not come has for a SQLSTATE. */
    static final String LOCK_TIMEOUT = "HYT00";

    private static final long LOOK_MILLIS = 20;

    private final SqlDatabase database;
    private final Connection connection;

    H2Writers(SqlDatabase database) {
        this.database = database;
        this.connection = database.connection();
    }

    /**
     * Another session's uncommitted work.
     *
     * @param session the session's number
     * @param table what it has written to
     * @param remedy what can be done about it
     */
    record Writer(int session, TableName table, String remedy) {

        String message() {
            return "session " + session + " is writing to it: another restore, or a program that has not committed yet";
        }
    }

    /** Becomes visible to others as a writer of these tables, until the transaction ends, without changing any. */
    void announce(Scope scope) throws SQLException {
        Set<TableName> cleared = ForeignKeys.names(scope.cleared());
        try (Statement statement = connection.createStatement()) {
            for (Table table : scope.cleared()) {
                statement.execute("DELETE FROM " + database.quote(table.name()) + " WHERE FALSE");
            }
            for (Table table : scope.loaded()) {
                Optional<Column> column = table.columns().stream()
                        .filter(c -> c.generation() == Column.Generation.NONE)
                        .findFirst();
                if (column.isPresent() && !cleared.contains(table.name())) {
                    String name = database.quote(column.get().name());
                    String into = database.quote(table.name());
                    statement.execute("INSERT INTO " + into + " (" + name + ") SELECT " + name + " FROM " + into
                            + " WHERE FALSE");
                }
            }
        }
    }

    /** Returns another session that has written to one of these tables. Users without admin rights are shown none. */
    Optional<Writer> other(Scope scope) throws SQLException {
        List<Table> tables = new ArrayList<>(scope.loaded());
        tables.addAll(scope.cleared());
        Set<TableName> names = ForeignKeys.names(tables);
        String query = "SELECT L.SESSION_ID, L.TABLE_SCHEMA, L.TABLE_NAME, S.SERVER FROM INFORMATION_SCHEMA.LOCKS L"
                + " LEFT JOIN INFORMATION_SCHEMA.SESSIONS S ON S.SESSION_ID = L.SESSION_ID"
                + " WHERE L.SESSION_ID <> SESSION_ID() ORDER BY L.SESSION_ID";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                TableName name = new TableName(row.getString(2), row.getString(3));
                if (names.contains(name)) {
                    return Optional.of(new Writer(row.getInt(1), name, remedy(row.getInt(1), row.getString(4))));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Says what can be done about a writer. The sessions of a database that is open in this process are those of the program itself: to
     * end one could end what the program has just begun.
     */
    private String remedy(int session, @Nullable String server) throws SQLException {
        return server == null && ownProcess()
                ? remedy()
                : remedy() + ", or end it with CALL ABORT_SESSION(" + session + ") if it belongs to nobody any more";
    }

    /** Says what can be done about a writer whose session is not known. */
    String remedy() throws SQLException {
        return (ownProcess() ? "it belongs to this program: if" : "if")
                + " it is the transaction in which the restore was called, give its connection to into(connection);"
                + " otherwise wait until it has finished";
    }

    private boolean ownProcess() throws SQLException {
        String url = connection.getMetaData().getURL();
        // With a server beside it a file is open in several processes at once.
        return Stream.of("jdbc:h2:tcp:", "jdbc:h2:ssl:").noneMatch(url::startsWith)
                && !url.toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
    }

    /** Returns another session that has not finished writing within the lock timeout of the connection. */
    Optional<Writer> lastingOther(Scope scope) throws SQLException {
        long patience = lockTimeoutMillis() * 1_000_000;
        long start = System.nanoTime();
        Optional<Writer> other = other(scope);
        while (other.isPresent() && System.nanoTime() - start < patience) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return other;
            }
            other = other(scope);
        }
        return other;
    }

    private long lockTimeoutMillis() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LOCK_TIMEOUT()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
