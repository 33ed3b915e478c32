package dev.restore.engine.load;

import dev.restore.catalog.TableName;
import dev.restore.engine.batch.Account;
import dev.restore.outcome.MappedKeys;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Puts all rows of a backup into their tables, within a transaction that somebody else ends. Used once, by one thread. */
public interface Load {

    /**
     * Loads everything, checks the foreign keys and returns how many rows went in.
     *
     * @throws GivenUpException when another strategy may lead to the end where this one does not
     */
    long load() throws SQLException;

    /** Returns the accounts of the last loading. */
    Map<TableName, Account> accounts();

    /** Returns what the user should know of it, nothing unless overridden. */
    default List<String> notes() {
        return List.of();
    }

    /**
     * Says that everything is committed.
     *
     * @param warnings is added to
     */
    default void committed(List<String> warnings) {}

    /** Says that nothing will be committed. */
    default void failed() {}

    /** Returns what became of the keys of each table's rows, none where keys are not mapped. */
    default List<MappedKeys> keys() {
        return List.of();
    }

    /** Returns how many rows that were there were removed from each table; absent tables lost none. */
    default Map<TableName, Long> removed() {
        return Map.of();
    }
}
