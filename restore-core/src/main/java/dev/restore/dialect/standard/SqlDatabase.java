package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.TableName;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Staging;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A database as a session of the standard dialect and its parts see it: the connection, the caller's wishes, how SQL is written for it,
 * and what can be relied on. Its statements can be cancelled from another thread; apart from that it is used by one.
 */
public final class SqlDatabase {

    private final Connection connection;
    private final SessionSettings settings;
    private final SqlSyntax syntax;
    private final Trust trust;
    private final RunningStatement running;
    private @Nullable Capabilities capabilities;

    /** What a dialect vouches for, so that it need not be tried. */
    public enum Trust {
        /** Nothing: what the database can do is tried. */
        NONE,
        /** That values are stored as they are or refused, a 0 in a numbered column too; the rest is tried. */
        VALUES,
        /** That what the session does keeps every promise. */
        ALL
    }

    private SqlDatabase(Connection connection, SessionSettings settings, SqlSyntax syntax, Trust trust) {
        this.connection = connection;
        this.settings = settings;
        this.syntax = syntax;
        this.trust = trust;
        this.running = new RunningStatement(trust != Trust.ALL);
    }

    /** Returns a database of which nothing is known. Reads from the connection, changes nothing. */
    public static SqlDatabase of(Connection connection, SessionSettings settings) throws SQLException {
        return new SqlDatabase(connection, settings, SqlSyntax.of(connection), Trust.NONE);
    }

    /**
     * Returns a database that somebody knows. Changes nothing.
     *
     * @param trust what the session that is built on it vouches for
     */
    public static SqlDatabase of(Connection connection, SessionSettings settings, SqlSyntax syntax, Trust trust) {
        return new SqlDatabase(connection, settings, syntax, trust);
    }

    /** Returns the connection, which belongs to the caller. */
    public Connection connection() {
        return connection;
    }

    /** Returns the caller's wishes. */
    public SessionSettings settings() {
        return settings;
    }

    /** Returns how SQL is written for it. */
    public SqlSyntax syntax() {
        return syntax;
    }

    /** Returns how names are written in its SQL. */
    public SqlNames names() {
        return syntax.names();
    }

    /** Returns the statement that is waited for; whoever runs one says so there, so that it can be cancelled. */
    public RunningStatement running() {
        return running;
    }

    /** Returns whether nothing has to be tried. */
    boolean trusted() {
        return trust == Trust.ALL;
    }

    /** Returns what the database can do; tries it the first time, unless that is known. */
    Capabilities capabilities() throws SQLException {
        Capabilities known = capabilities;
        if (known == null) {
            known = switch (trust) {
                case ALL -> Capabilities.COMPLETE;
                case VALUES -> Capabilities.of(connection).keepingValues();
                case NONE -> Capabilities.of(connection);
            };
            capabilities = known;
        }
        return known;
    }

    /** Returns a name in quotes. */
    public String quote(String identifier) {
        return names().quote(identifier);
    }

    /** Returns a name in quotes. */
    public String quote(TableName name) {
        return names().quote(name);
    }

    String parameter(Column column) {
        return syntax.parameter().apply(column);
    }

    /** Does something with a statement. */
    @FunctionalInterface
    private interface Step<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T run(Step<T> step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running.begins(statement);
            return step.with(statement);
        } finally {
            running.ended();
        }
    }

    /** Runs a statement. */
    public void execute(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    /** Runs a statement that changes rows, and returns how many. */
    public long update(String sql) throws SQLException {
        return run(statement -> statement.executeLargeUpdate(sql));
    }

    /** Runs a query for one number. */
    public long number(String query) throws SQLException {
        return numbers(query, 1).get(0);
    }

    /** Runs queries for one number each, as many at once as the database takes. */
    public List<Long> numbers(List<String> queries) throws SQLException {
        int most = syntax.queriesAtOnce();
        List<Long> numbers = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += most) {
            List<String> some = queries.subList(from, Math.min(from + most, queries.size()));
            String query = some.size() == 1 ? some.get(0) : "SELECT (" + String.join("), (", some) + ")";
            numbers.addAll(numbers(query, some.size()));
        }
        return numbers;
    }

    private List<Long> numbers(String query, int columns) throws SQLException {
        return run(statement -> {
            try (ResultSet result = statement.executeQuery(query)) {
                if (!result.next()) {
                    throw new SessionException("a query for numbers returned no row");
                }
                List<Long> numbers = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    numbers.add(result.getLong(i));
                }
                return numbers;
            }
        });
    }

    /**
     * Returns how many rows a query has.
     *
     * @param limit where the counting ends
     */
    long count(String query, int limit) throws SQLException {
        return run(statement -> {
            statement.setMaxRows(limit);
            long rows = 0;
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows++;
                }
            }
            return rows;
        });
    }

    /**
     * Returns the rows of a query as text; none of its values is NULL.
     *
     * @param columns how many columns they have
     * @param limit how many rows at most
     */
    List<List<String>> texts(String query, int columns, int limit) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        for (List<@Nullable String> row : nullableTexts(query, columns, limit)) {
            rows.add(row.stream().map(Objects::requireNonNull).toList());
        }
        return rows;
    }

    /** So many rows come with one answer of a server. */
    private static final int FETCH_ROWS = 1000;

    void each(String query, int columns, Staging.RowConsumer consumer) throws SQLException {
        run(statement -> {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    consumer.accept(row);
                }
            }
            return 0;
        });
    }

    List<List<@Nullable String>> nullableTexts(String query, int columns, int limit) throws SQLException {
        return run(statement -> {
            statement.setMaxRows(limit);
            List<List<@Nullable String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        });
    }
}
