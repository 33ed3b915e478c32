package dev.restore.outcome;

import java.util.Objects;

/**
 * A reason why a restore cannot be done as wished, found before anything was changed.
 *
 * @param kind what sort of problem it is
 * @param subject the table, column or file it is about
 * @param message what is wrong, a sentence
 * @param remedy what the user can do about it, a sentence
 */
public record Problem(Kind kind, String subject, String message, String remedy) {

    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The sorts of problems, for programs that react to them. */
    public enum Kind {
        /** The backup names a table that the target does not have. */
        UNKNOWN_TABLE,
        /** The backup names a column that the table does not have. */
        UNKNOWN_COLUMN,
        /** A name fits several tables or columns. */
        AMBIGUOUS_NAME,
        /** The name is that of a view or another thing that takes no rows. */
        NOT_A_TABLE,
        /** A column must have a value and nothing gives it one. */
        MISSING_VALUE,
        /** The values of the backup cannot be put into the column. */
        UNSUITABLE_VALUE,
        /** References by natural key, which this version does not resolve. */
        NATURAL_KEY,
        /** A table outside the backup refers to rows that would be deleted. */
        OUTSIDE_REFERENCE,
        /** The backup holds something by the name of a table that cannot be read as its rows. */
        NOT_READ,
        /** The load order cannot be found under the given measure. */
        CYCLE,
        /** The target holds an unfinished restore, which is not this one. */
        UNFINISHED,
        /** Somebody else holds what the restore needs: it may succeed later, as it is. */
        BUSY,
        /** A privilege is missing or the target is read-only. */
        NOT_ALLOWED,
        /** An option names something that does not exist or contradicts another. */
        BAD_OPTION
    }

    /** Returns whether it may be gone later without anybody having done something about it: {@link Kind#BUSY}. */
    public boolean retryable() {
        return kind == Kind.BUSY;
    }

    /** Returns message and remedy in one line. */
    public String describe() {
        return message + " " + remedy;
    }
}
