package dev.restore.dialect;

import java.sql.SQLException;
import java.util.Optional;

/** What there is to say and do about a commit beside the commit itself, which is the core's. Unless overridden, nothing. */
public interface Commits {

    /**
     * Returns what the transaction can be asked after by ({@link Dialect#fate}), right before its commit; empty, unless overridden,
     * where the database has no such thing.
     */
    default Optional<String> mark() throws SQLException {
        return Optional.empty();
    }

    /**
     * Makes the commit last, where the database would write it to its file some time later. Called right after the
     * commit, before anybody hears of it; does nothing unless overridden.
     *
     * @return why it may not last yet although nothing has failed, which makes a warning; empty when it lasts
     * @throws SQLException when the database could not write it, so that nobody knows what is in its file: the run fails
     */
    default Optional<String> committed() throws SQLException {
        return Optional.empty();
    }
}
