package dev.restore.dialect;

import org.jspecify.annotations.Nullable;

/** Whose fault a failed statement is, and therefore what to do about it. */
public sealed interface Failure {

    /**
     * One row is bad, and the database named it.
     *
     * @param index the row's place among those that were sent in this call, from 0
     * @param column the name of the column, or null when it was not named
     */
    record Row(int index, @Nullable String column) implements Failure {}

    /**
     * One row or several of those sent are bad, and the database did not say which.
     *
     * @param column the name of the column, or null when it was not named
     */
    record SomeRow(@Nullable String column) implements Failure {}

    /** Nothing is wrong with the rows; the whole run may succeed when it is tried again (deadlock, serialization). */
    record Retryable() implements Failure {}

    /** Nothing is wrong with the rows, and going on is pointless. */
    record Fatal() implements Failure {}
}
