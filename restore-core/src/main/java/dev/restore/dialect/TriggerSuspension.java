package dev.restore.dialect;

import java.sql.SQLException;
import java.util.List;

/** Suppresses triggers and rules while rows are loaded. Unless overridden, that cannot be done. */
public interface TriggerSuspension {

    /**
     * Returns what stands in the way of {@linkplain TriggerMeasure#suppressed suppressing} the triggers and rules of the tables
     * of a scope within its transaction, so that whatever ends it leaves the state of each exactly as it was. Changes nothing.
     *
     * @return empty when they can be suppressed, as where there are none; unless overridden, that they cannot
     */
    default List<Obstacle> obstacles(Scope scope) throws SQLException {
        return List.of(new Obstacle(
                null,
                "triggers of this database cannot be suppressed",
                "drop them before it and create them again after it"));
    }

    /**
     * Puts the triggers that {@link Dialect.Session#begin} has suppressed back exactly as they were. Called after the last row and
     * the last {@link Dialect.Session#resumeForeignKeys} of a transaction that is to be committed; of one that is rolled back, the
     * rollback does it. Does nothing unless overridden.
     */
    default void resume() throws SQLException {}
}
