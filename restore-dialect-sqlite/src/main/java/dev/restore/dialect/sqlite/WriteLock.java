package dev.restore.dialect.sqlite;

import dev.restore.dialect.BusyException;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteException;

/** The one lock for writing that a database of SQLite has. */
final class WriteLock {

    /** SQLite does not say who it is. */
    private static final String LOCKED =
            "the database is locked by another writer: another restore, or a program that has not committed yet";

    private static final String WAIT =
            "if it is the transaction in which the restore was called, give its connection to into(connection); otherwise wait until it"
                    + " has finished, or give the connection a longer busy_timeout";

    private final SqlDatabase database;
    private final SqliteSchema schema;

    WriteLock(SqlDatabase database, SqliteSchema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** Writes the user version as it is and rolls back: only a write needs the journal, and shows a read-only place. */
    List<Obstacle> obstacles() throws SQLException {
        String userVersion = "PRAGMA " + schema.quotedDatabase() + ".user_version";
        try {
            database.execute("BEGIN IMMEDIATE");
            try {
                database.execute(userVersion + " = " + database.number(userVersion));
            } finally {
                database.execute("ROLLBACK");
            }
            return List.of();
        } catch (SQLiteException e) {
            return List.of(
                    SqliteFailures.isBusy(e)
                            ? Obstacle.busy(null, LOCKED, WAIT)
                            : new Obstacle(
                                    null,
                                    "the database cannot be written (" + SqliteFailures.primary(e) + ")",
                                    "open it for writing, and make its file and its directory writable"));
        }
    }

    /** Takes it: the driver has begun a transaction that does so too late. */
    void take() throws SQLException {
        database.execute("COMMIT");
        try {
            database.execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            database.execute("BEGIN");
            throw SqliteFailures.isBusy(e) ? new BusyException(LOCKED, WAIT, e.getSQLState(), e) : e;
        }
    }

    /** After some errors SQLite has rolled back by itself, and later rows would have been committed one by one. */
    void requireTransaction() throws SQLException {
        try {
            database.execute("BEGIN");
        } catch (SQLException expected) {
            return;
        }
        database.execute("ROLLBACK");
        throw new SessionException("SQLite has rolled the transaction back by itself");
    }
}
