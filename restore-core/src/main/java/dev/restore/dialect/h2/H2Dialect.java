package dev.restore.dialect.h2;

import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.Siblings;
import dev.restore.dialect.TableStates;
import dev.restore.dialect.standard.StandardDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * H2.
 *
 * <p>Measured with H2 2.5.252, and what follows from it:
 *
 * <ul>
 *   <li>{@code TRUNCATE} commits, so tables are emptied with DELETE.
 *   <li>{@code ALTER TABLE t SET REFERENTIAL_INTEGRITY FALSE} commits and works for every session, in both directions of
 *       the table's foreign keys, until it is set again or the database is closed; it is not stored, so that a crash ends
 *       it. It is used for tables that refer to themselves or lie on a circle: before the transaction, when there is
 *       nothing to commit, and put back after it. All their keys are checked before the commit.
 *   <li>{@code RESTART WITH} does not commit. A rollback does not undo it either, but numbers only ever move forward, so
 *       that a failed restore leaves a gap and nothing else.
 *   <li>{@code Statement.cancel} does not end a batch of inserts, so that a cancelled run ends after the batch.
 *   <li>A commit is written to the file up to half a second later (WRITE_DELAY), so that a crash in between loses it;
 *       {@code CHECKPOINT SYNC} after the commit, which takes admin rights, writes it at once.
 *       When it cannot be written H2 closes the database and opens it next time as it was before, so that the run fails.
 *   <li>The file is written while others write: of each table the latest state, but not all of them of the same moment, so
 *       that a crash can leave half of a transaction where several connections wrote at once
 *       (<a href="https://github.com/h2database/h2database/issues/2080">its issue 2080</a>; seen after kills of two
 *       writing threads, not of one). Rows and their checkpoint would part: no parallel loads.
 *   <li>No lock keeps others from inserting into a table, so that two restores into empty tables would mix their rows. H2
 *       shows users with admin rights who has written and not committed: a restore that is not alone is refused. Other
 *       users are refused only where rows or keys collide.
 *   <li>{@code CHAR(n)} and {@code BINARY(n)} are padded: shorter texts are taken, as the type means it, shorter bytes
 *       refused.
 * </ul>
 */
public final class H2Dialect extends StandardDialect {

    /** Creates the dialect. It has no state. */
    public H2Dialect() {}

    @Override
    public String id() {
        return "h2";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("H2");
    }

    @Override
    public Optional<String> oneWriter() {
        return Optional.of("after a crash H2 may have half of a transaction where several connections wrote at once");
    }

    @Override
    public Optional<Object> session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT SESSION_ID()")) {
            row.next();
            return Optional.of(row.getInt(1));
        }
    }

    @Override
    public TableStates tableStates() {
        return new H2States();
    }

    @Override
    public Siblings siblings() {
        return new H2Siblings();
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) throws SQLException {
        return new H2Session(connection, settings);
    }
}
