package dev.restore.dialect.postgres;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableLoader;
import dev.restore.testing.TestDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database, a connection and a session on it, as the engine would use them. */
final class Target implements AutoCloseable {

    private static final Map<String, DataSource> REUSED = new ConcurrentHashMap<>();

    final Connection connection;
    final Dialect.Session session;
    private final Connection observer;
    private @Nullable Catalog catalog;

    private Target(DataSource source, DataSource observed, ZoneId zone) throws SQLException {
        this.connection = source.getConnection();
        this.observer = observed.getConnection();
        this.session = new PostgresDialect().open(connection, new SessionSettings(null, zone));
    }

    /** Opens a session of an ordinary owner, who creates the given tables. */
    static Target owned(String... ddl) throws SQLException {
        return owned(ZoneOffset.UTC, ddl);
    }

    /** Opens a session of the owner of a database that is there, for tests of which many use it: over connections that are used again. */
    static Target at(String url, ZoneId zone) throws SQLException {
        DataSource sessions =
                REUSED.computeIfAbsent(url, known -> new ReusedSessions(TestDataSource.of(known, new Properties())));
        return new Target(sessions, sessions, zone);
    }

    static Target owned(ZoneId zone, String... ddl) throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String admin = server.createDatabase();
        String owner = server.createOwner(admin);
        Target target = new Target(server.dataSource(owner), server.dataSource(owner), zone);
        target.execute(ddl);
        return target;
    }

    /** Opens a session of a role that owns nothing; the superuser creates the tables and says what it may do. */
    static Target guest(String... ddl) throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String admin = server.createDatabase();
        String guest = server.createOwner(admin);
        Target target = new Target(server.dataSource(guest), server.dataSource(admin), ZoneOffset.UTC);
        String role = target.role();
        target.execute("ALTER SCHEMA public OWNER TO CURRENT_USER", "GRANT USAGE ON SCHEMA public TO PUBLIC");
        for (String statement : ddl) {
            target.execute(statement.replace("$guest", role));
        }
        return target;
    }

    String role() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Executes from outside of the session's transaction. */
    void execute(String... statements) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the rows as the outside world sees them, the columns joined by commas. */
    List<String> query(String sql) throws SQLException {
        return query(observer, sql);
    }

    /** Returns the rows as the session's transaction sees them. */
    List<String> queryInside(String sql) throws SQLException {
        return query(connection, sql);
    }

    private static List<String> query(Connection on, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = on.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                found.add(String.join(",", values));
            }
        }
        return found;
    }

    /** Reads the catalog once, before the first transaction, as the engine does. */
    Catalog catalog() throws SQLException {
        Catalog known = catalog;
        if (known == null) {
            known = session.catalog();
            catalog = known;
        }
        return known;
    }

    Table table(String name) throws SQLException {
        return table("public", name);
    }

    Table table(String schema, String name) throws SQLException {
        return catalog().table(new TableName(schema, name)).orElseThrow();
    }

    /** Returns a scope that replaces these tables. */
    Scope replacing(String... names) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : names) {
            tables.add(table(name));
        }
        List<Table> reversed = new ArrayList<>(tables);
        Collections.reverse(reversed);
        return new Scope(catalog(), tables, reversed, 100);
    }

    Scope appending(String... names) throws SQLException {
        Scope scope = replacing(names);
        return new Scope(scope.catalog(), scope.loaded(), List.of(), 100);
    }

    ForeignKeyMeasure measure(Scope scope) throws SQLException {
        return session.foreignKeyMeasure(scope);
    }

    List<Obstacle> obstacles(Scope scope) throws SQLException {
        return session.obstacles(scope, measure(scope));
    }

    /** Begins and clears. */
    void begin(Scope scope) throws SQLException {
        session.begin(scope, measure(scope));
        session.clear(scope);
    }

    long load(String table, String columns, TestRows rows) throws SQLException {
        Table target = table(table);
        List<Column> chosen = columns.isEmpty()
                ? List.of()
                : Stream.of(columns.split(","))
                        .map(name -> target.column(name).orElseThrow())
                        .toList();
        try (TableLoader loader = session.loader(new LoadTarget(target, chosen))) {
            return loader.load(rows, 0, rows.size()).inserted();
        }
    }

    /** Checks the foreign keys and commits. */
    void finish(Scope scope) throws SQLException {
        List<Violation> violations = session.resumeForeignKeys(scope);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations);
        }
        connection.commit();
    }

    /** Loads one value into the column {@code v} of a table {@code t} and returns how the server shows it. */
    @Nullable
    String roundTrip(Object value) throws SQLException {
        Scope scope = replacing("t");
        begin(scope);
        try {
            load("t", "v", new TestRows(1).row(value));
            return queryInside("SELECT v::text FROM t").get(0);
        } finally {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            session.close();
        } finally {
            connection.close();
            observer.close();
        }
    }
}
