package dev.restore.engine.session;

import dev.restore.dialect.BusyException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;

/** Recognises by what is the same for all databases that somebody else holds what a statement needs. */
final class Busy {

    /**
     * Lock timeouts (PostgreSQL, standard), objects in use, concurrent updates and files in use (H2), servers that start or have no
     * connection left.
     */
    private static final Set<String> STATES =
            Set.of("55P03", "HYT00", "55006", "90131", "90020", "57P03", "53300", "53400");

    private static final String CANCELLED = "57014";

    private Busy() {}

    static boolean is(SQLException failure) {
        if (failure instanceof BusyException || failure instanceof SQLTransactionRollbackException) {
            return true;
        }
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        if (STATES.contains(state) || state.startsWith("40")) {
            return true;
        }
        if (failure instanceof SQLTransientConnectionException) {
            // Pools say so when all of their connections are lent, and when no server answers.
            return !state.startsWith("08") && !(failure.getCause() instanceof SQLException);
        }
        return failure instanceof SQLTimeoutException && !state.equals(CANCELLED);
    }
}
