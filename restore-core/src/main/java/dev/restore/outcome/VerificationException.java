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
    private final transient List<RowError> rows;

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
        this(message, committed, violations, List.of());
    }

    /**
     * Creates an exception.
     *
     * @param message what does not agree, and what to do
     * @param committed whether rows were committed before, which stay
     * @param violations the foreign keys that are broken, may be empty
     * @param rows some of the rows of the backup that break them, may be empty
     */
    public VerificationException(String message, boolean committed, List<Violation> violations, List<RowError> rows) {
        super(Phase.FINISH, committed, message, null);
        this.violations = List.copyOf(violations);
        this.rows = List.copyOf(rows);
    }

    /** Returns the broken foreign keys; empty when something else is wrong, and after serialization. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }

    /**
     * Returns the first rows of the backup that break each of {@link #violations}, a few for each; empty when the backup holds no such
     * row, when something else is wrong, and after serialization.
     */
    public List<RowError> rows() {
        return rows == null ? List.of() : rows;
    }

    @Override
    RestoreException copy() {
        return new VerificationException(text(), committed(), violations(), rows());
    }
}
