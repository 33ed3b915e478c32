package dev.restore.dialect.postgres.transaction;

import dev.restore.dialect.BusyException;
import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the transaction, with settings that end with it, and keeps other restores out of the database meanwhile. */
public final class TransactionSetup {

    /** Any number will do as long as every version of this library uses the same: "restore" in ASCII. */
    private static final long LOCK = 0x726573746f7265L;

    /** Limits the wait for locks in the current transaction, unless the user, database or connection has a limit. */
    static final String LIMIT_WAIT = """
            SELECT CASE WHEN pg_catalog.current_setting('lock_timeout') = '0'
                        THEN pg_catalog.set_config('lock_timeout', '10s', true) END
            """;

    private final Connection connection;
    private final SessionSettings wishes;
    private final Map<String, String> before = new LinkedHashMap<>();
    private boolean autoCommit;
    private boolean begun;

    public TransactionSetup(Connection connection, SessionSettings wishes) {
        this.connection = connection;
        this.wishes = wishes;
    }

    public void begin() throws SQLException {
        enter();
        configure();
        lock();
    }

    /**
     * Starts a transaction that sees one moment. The locks come before the snapshot, which the first query takes: TRUNCATE does not
     * heed older snapshots, so that a table must be locked for its rows to be those of that moment.
     */
    public void beginSnapshot(List<String> tables) throws SQLException {
        enter();
        if (!wishes.callersTransaction()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                limitWaiting(statement);
                if (!tables.isEmpty()) {
                    statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS SHARE MODE");
                }
            }
        }
        configure();
    }

    private void enter() throws SQLException {
        autoCommit = connection.getAutoCommit();
        begun = true;
        if (wishes.callersTransaction()) {
            remember();
        } else {
            connection.setAutoCommit(false);
        }
    }

    private static void limitWaiting(Statement statement) throws SQLException {
        boolean unlimited;
        try (ResultSet row = statement.executeQuery("SHOW lock_timeout")) {
            row.next();
            unlimited = row.getString(1).equals("0");
        }
        if (unlimited) {
            statement.execute("SET LOCAL lock_timeout = '10s'");
        }
    }

    public void putBack() throws SQLException {
        if (!begun || connection.isClosed()) {
            return;
        }
        if (!wishes.callersTransaction()) {
            connection.setAutoCommit(autoCommit);
            return;
        }
        for (Map.Entry<String, String> setting : before.entrySet()) {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, true)")) {
                statement.setString(1, setting.getKey());
                statement.setString(2, setting.getValue());
                statement.execute();
            }
        }
    }

    /** Settings of a transaction end with it, and this one goes on after the restore. */
    private void remember() throws SQLException {
        String query = "SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.unnest(ARRAY['TimeZone',"
                + " 'row_security', 'DateStyle', 'IntervalStyle', 'bytea_output', 'extra_float_digits', 'lock_timeout']) AS name";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                before.put(row.getString(1), row.getString(2));
            }
        }
    }

    private void configure() throws SQLException {
        String settings = """
                SELECT pg_catalog.set_config('TimeZone', ?, true),
                       pg_catalog.set_config('row_security', 'off', true),
                       pg_catalog.set_config('DateStyle', 'ISO', true),
                       pg_catalog.set_config('IntervalStyle', 'postgres', true),
                       pg_catalog.set_config('bytea_output', 'hex', true),
                       pg_catalog.set_config('extra_float_digits', '3', true),
                       CASE WHEN pg_catalog.current_setting('lock_timeout') = '0'
                            THEN pg_catalog.set_config('lock_timeout', '10s', true) END,
                       CASE WHEN ? THEN pg_catalog.set_config('synchronous_commit', 'off', true) END
                """;
        try (PreparedStatement statement = connection.prepareStatement(settings)) {
            statement.setString(1, timeZone(wishes.zone()));
            statement.setBoolean(2, wishes.quick() && !wishes.callersTransaction());
            statement.execute();
        }
    }

    /** PostgreSQL reads a bare offset as POSIX does, with the sign turned around; so it gets a POSIX name. */
    private static String timeZone(ZoneId zone) {
        ZoneId plain = zone.normalized();
        if (!(plain instanceof ZoneOffset offset)) {
            return plain.getId();
        }
        if (offset.getTotalSeconds() == 0) {
            return "UTC";
        }
        String turned = ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds()).getId();
        return '<' + offset.getId() + '>' + turned;
    }

    /** Sessions of one restore that load side by side share the lock; whoever begins a restore wants it alone. */
    private void lock() throws SQLException {
        String function = wishes.beside() ? "pg_try_advisory_xact_lock_shared" : "pg_try_advisory_xact_lock";
        String query = "SELECT pg_catalog." + function + "(" + LOCK + ")";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                refuseWhileAnotherRuns(connection);
                throw new BusyException(
                        "another restore into this database was running just now", "start again", "55P03", null);
            }
        }
    }

    /** Looks only, so that a restore that will be refused says so before it plans. */
    public static void refuseWhileAnotherRuns(Connection connection) throws SQLException {
        String query = "SELECT " + Holder.COLUMNS + " FROM pg_catalog.pg_locks l" + Holder.FROM
                + " WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()"
                + " AND l.classid::bigint = " + (LOCK >>> 32) + " AND l.objid::bigint = " + (LOCK & 0xffffffffL)
                + " AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_catalog.pg_database"
                + " WHERE datname = pg_catalog.current_database()) ORDER BY l.mode";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                Holder holder = Holder.of(row);
                throw new BusyException(
                        "another restore into this database is running, or was and has not been committed yet: "
                                + holder.describe(),
                        holder.remedy(),
                        "55P03",
                        null);
            }
        }
    }
}
