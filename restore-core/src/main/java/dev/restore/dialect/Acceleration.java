package dev.restore.dialect;

import dev.restore.catalog.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What makes loading faster and changes nothing else. Unless overridden, nothing does. */
public interface Acceleration {

    /**
     * Decides what is dropped before the load and built again after it, because that is faster than keeping it up row by
     * row. Asked for optimistic scopes only; only definitions that can be put back exactly as they are may be named. Changes
     * nothing, and names nothing unless overridden.
     *
     * @param inserted the loaded tables whose rows are all inserted: others need their keys while they are loaded
     */
    default List<Rebuilt> rebuilt(Scope scope, Set<Table> inserted) throws SQLException {
        return List.of();
    }

    /**
     * Returns what encodes rows for the loader of a target while that one is busy; empty, unless overridden. Called by the
     * reading thread after {@link Dialect.Session#begin}, so that it must not use the connection.
     */
    default Optional<RowsEncoder> encoder(LoadTarget target) {
        return Optional.empty();
    }

    /**
     * Opens a loader in place of {@link Dialect.Session#loader(LoadTarget)} that must not find a savepoint between
     * {@link Dialect.Session#clear} and its rows. Asked for where the first bad row ends the run, whose transaction is then of no
     * more use; a row that the database may take by another strategy begins it again with the safe scope.
     *
     * @return empty, unless overridden, where savepoints make no difference
     */
    default Optional<TableLoader> unbrokenLoader(LoadTarget target) throws SQLException {
        return Optional.empty();
    }
}
