package dev.restore.dialect.sqlite;

import dev.restore.dialect.SessionException;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;

/** The settings of a connection that a restore changes, and puts back after its transaction. */
final class SqlitePragmas {

    private static final String FOREIGN_KEYS = "PRAGMA foreign_keys";
    private static final String DEFERRED = "PRAGMA defer_foreign_keys";

    private final SqlDatabase database;
    private final String synchronous;
    private long foreignKeysBefore;
    private long deferredBefore;
    private long synchronousBefore = -1;

    SqlitePragmas(SqlDatabase database, SqliteSchema schema) {
        this.database = database;
        this.synchronous = "PRAGMA " + schema.quotedDatabase() + ".synchronous";
    }

    /** Remembers how foreign keys are treated. */
    void remember() throws SQLException {
        foreignKeysBefore = database.number(FOREIGN_KEYS);
        deferredBefore = database.number(DEFERRED);
    }

    /** Has foreign keys checked at the end of the transaction that is open. */
    void deferForeignKeys() throws SQLException {
        database.execute(DEFERRED + " = ON");
    }

    /** Switches foreign keys on or off, which SQLite does outside of a transaction only. */
    void enforceForeignKeys(boolean enforced) throws SQLException {
        long wanted = enforced ? 1 : 0;
        database.execute(FOREIGN_KEYS + " = " + wanted);
        if (database.number(FOREIGN_KEYS) != wanted) {
            throw new SessionException(
                    "SQLite does not switch its foreign keys: is a transaction open on this connection?");
        }
    }

    /** Does without waiting for the disk. */
    void doNotWaitForDisk() throws SQLException {
        synchronousBefore = database.number(synchronous);
        database.execute(synchronous + " = OFF");
    }

    void waitForDiskAgain() throws SQLException {
        if (synchronousBefore >= 0) {
            database.execute(synchronous + " = " + synchronousBefore);
            if (database.number(synchronous) != synchronousBefore) {
                throw new SessionException("PRAGMA synchronous could not be put back: close this connection");
            }
            synchronousBefore = -1;
        }
    }

    void putDeferringBack() throws SQLException {
        database.execute(DEFERRED + " = " + deferredBefore);
    }

    void putForeignKeysBack() throws SQLException {
        database.execute(FOREIGN_KEYS + " = " + foreignKeysBefore);
        if (database.number(FOREIGN_KEYS) != foreignKeysBefore) {
            throw new SessionException("PRAGMA foreign_keys could not be put back: close this connection");
        }
    }
}
