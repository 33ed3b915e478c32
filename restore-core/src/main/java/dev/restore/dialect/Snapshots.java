package dev.restore.dialect;

import dev.restore.catalog.Table;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;

/** Reads a database as it was at one moment, for a backup of it. Unless overridden, that is refused before anything is read. */
public interface Snapshots {

    /**
     * Starts a transaction that only reads and in which every reading sees the database as it was at one moment, whatever
     * others write meanwhile. Within the caller's transaction it sees what that transaction sees. Called instead of
     * {@link Dialect.Session#begin} by whoever writes a backup.
     *
     * @param tables the tables that will be read; from here on nobody empties them past this transaction or changes their
     *     columns, where the database can keep others from that
     */
    default void begin(List<Table> tables) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "the dialect of this database cannot read it as it is at one moment, so that no backup of it can be written");
    }
}
