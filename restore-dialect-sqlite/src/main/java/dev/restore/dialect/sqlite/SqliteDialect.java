package dev.restore.dialect.sqlite;

import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.TableStates;
import dev.restore.dialect.standard.StandardDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * SQLite, through the driver of Xerial.
 *
 * <p>Foreign keys are switched off on the connection before the transaction and put back after it; whatever the restore
 * may have broken is checked before the commit. The transaction takes the write lock at once.
 *
 * <p>SQLite would change some values by itself; those are refused, and the others stored as the declared type asks:
 *
 * <ul>
 *   <li>Numbers go into columns of numeric, integer or real affinity when they read back equal, and as their digits into
 *       columns of text affinity. A whole number past 64 bits or a decimal that a double does not keep is refused.
 *   <li>Dates and times are stored exactly as the backup writes them: texts stay texts, numbers stay numbers. No zone is
 *       applied.
 *   <li>A text in a column of numeric affinity that is not declared as a number (a date, a UUID, JSON) is refused when
 *       SQLite would turn it into another text, as {@code 007} into 7. Plain whole numbers such as {@code 2024} become
 *       integers with the same digits.
 *   <li>Columns declared as BLOB, BINARY or BYTEA take {@code \x} hexadecimal and canonical base64 as bytes. A text of
 *       base64 characters that is not canonical is refused as damaged, any other text is kept as text.
 *   <li>Columns without a type keep each value as what it is. Booleans are 1 and 0, or words in a text column; arrays and
 *       objects are JSON text.
 *   <li>What a backup of our own says to be bytes, a text or an infinity is stored as that in any column, a text that is not valid
 *       UTF-8 byte for byte where that is the encoding of the database.
 * </ul>
 *
 * <p>A null for an {@code INTEGER PRIMARY KEY} is refused, for which SQLite would make up a number. Other primary keys keep nulls, as
 * SQLite allows it, unless the table is STRICT or WITHOUT ROWID.
 *
 * <p>Without a schema in the settings, the tables of {@code main} are meant and have no schema in the catalog; with one,
 * those of the attached database of that name.
 */
public final class SqliteDialect extends StandardDialect {

    /** Creates the dialect. It has no state. */
    public SqliteDialect() {}

    @Override
    public String id() {
        return "sqlite";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("SQLite");
    }

    @Override
    public boolean typesAreHints() {
        return true;
    }

    @Override
    public Optional<String> oneWriter() {
        return Optional.of("SQLite lets one connection write at a time and makes the others wait");
    }

    @Override
    public Optional<Object> session(Connection connection) throws SQLException {
        return Optional.of(connection.unwrap(SQLiteConnection.class));
    }

    @Override
    public TableStates tableStates() {
        return new SqliteStates();
    }

    @Override
    public Siblings siblings() {
        return new SqliteSiblings();
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) throws SQLException {
        return new SqliteSession(connection, settings);
    }
}
