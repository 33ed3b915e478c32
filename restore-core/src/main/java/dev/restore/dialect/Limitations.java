package dev.restore.dialect;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which promises do not hold on a database. Unless overridden, all hold. Changes nothing. */
public interface Limitations {

    /**
     * Returns which promises do not hold on this database for the tables of a scope, a sentence each, for the plan and the report;
     * none unless overridden.
     */
    default List<String> shortcomings(Scope scope) throws SQLException {
        return List.of();
    }

    /**
     * Returns why the database may store values changed without an error, as the end of a sentence, so that only reading them
     * again finds it; empty, unless overridden, where it is not known to do that.
     */
    default Optional<String> clipping() throws SQLException {
        return Optional.empty();
    }

    /**
     * Returns whether a savepoint can be set within a transaction and rolled back to; true unless overridden. Without savepoints
     * the first refused row ends the run: rows cannot be set aside, and a transaction of the caller's cannot be joined.
     */
    default boolean savepoints() throws SQLException {
        return true;
    }

    /**
     * Returns the same with one more promise that does not hold, whatever the tables.
     *
     * @param shortcoming a sentence
     */
    default Limitations and(String shortcoming) {
        Limitations known = this;
        return new Limitations() {
            @Override
            public List<String> shortcomings(Scope scope) throws SQLException {
                List<String> all = new ArrayList<>(known.shortcomings(scope));
                all.add(shortcoming);
                return all;
            }

            @Override
            public Optional<String> clipping() throws SQLException {
                return known.clipping();
            }

            @Override
            public boolean savepoints() throws SQLException {
                return known.savepoints();
            }
        };
    }
}
