package dev.restore.dialect;

import java.sql.SQLException;

/** What the database and its driver throw. A role that every dialect has. None of its methods throws. */
@FunctionalInterface
public interface Failures {

    /** Says whose fault a failure is. */
    Failure diagnose(SQLException failure);

    /**
     * Returns what the database says of a failure, on one line and without values of rows: neither of the row at hand nor of
     * others. Names of tables, columns and constraints stay. May be called after {@link Dialect.Session#close}.
     *
     * @param failure what the driver threw, never one of this library's own exceptions
     * @param redaction knows the names of the database; unless overridden {@link MessageRedaction#any} is the answer, and
     *     {@link MessageRedaction#RAISED} of what a trigger or function has raised (SQLSTATE of class 45)
     */
    default String message(SQLException failure, MessageRedaction redaction) {
        String state = failure.getSQLState();
        return state != null && state.startsWith("45")
                ? MessageRedaction.RAISED
                : redaction.any(String.valueOf(failure.getMessage()));
    }

    /**
     * Returns whether a failure means that somebody else holds what the statement needs, so that it may succeed later. Asked where
     * neither SQLSTATE nor the type of the exception say so; false unless overridden.
     */
    default boolean busy(SQLException failure) {
        return false;
    }
}
