package dev.restore.outcome;

import dev.restore.catalog.Violation;
import java.util.List;

/**
 * Rows were loaded, but what is in the database is not what should be there. It was rolled back unless {@link #committed()} says
 * otherwise.
 */
public final class VerificationException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * Creates an exception.
     *
     * @param message what does not agree, and what to do
     * @param violations the foreign keys that are broken, may be empty
     */
    public VerificationException(String message, List<Violation> violations) {
        this(message, false, violations);
    }

    /**
     * Creates an exception.
     *
     * @param message what does not agree, and what to do
     * @param committed whether rows were committed before, which stay
     * @param violations the foreign keys that are broken, may be empty
     */
    public VerificationException(String message, boolean committed, List<Violation> violations) {
        super(Phase.FINISH, committed, message, null);
        this.violations = List.copyOf(violations);
    }

    /** Returns the broken foreign keys; empty when something else is wrong, and after serialization. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
