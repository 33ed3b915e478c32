package dev.restore.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a row of the backup whose key is taken, by a row that was there or by an earlier one of the backup. Only that key
 * tells rows apart: a collision on another one is an error of the row. A value: {@link #by} returns a new one.
 *
 * @param action what happens
 * @param key the name of the primary or unique key, or its columns separated by commas; null for the primary key, or where a row does
 *     not carry that, the first unique key that it carries
 */
public record ConflictPolicy(Action action, @Nullable String key) {

    /**
     * Checks the policy.
     *
     * @throws IllegalArgumentException if a key is named and nothing is done with it
     */
    public ConflictPolicy {
        Objects.requireNonNull(action, "action");
        if (key != null && (key.isBlank() || action == Action.FAIL)) {
            throw new IllegalArgumentException(
                    "a key can be combined with skip and update only, and must not be blank");
        }
    }

    /** What happens. */
    public enum Action {
        /** The row is an error. */
        FAIL,
        /** The row that is there stays as it is, and the backup's row counts as unchanged. */
        SKIP,
        /**
         * The row that is there gets the values that the backup's row carries, except those of its primary key. It counts as
         * updated, or as unchanged when it had them already.
         */
        UPDATE
    }

    /** A taken key is an error of the row. The default. */
    public static ConflictPolicy fail() {
        return new ConflictPolicy(Action.FAIL, null);
    }

    /** The row that is there stays as it is. */
    public static ConflictPolicy skip() {
        return new ConflictPolicy(Action.SKIP, null);
    }

    /** The row that is there is updated. */
    public static ConflictPolicy update() {
        return new ConflictPolicy(Action.UPDATE, null);
    }

    /** Tells rows apart by a key, given by its name or by its columns separated by commas. */
    public ConflictPolicy by(String keyOrColumns) {
        return new ConflictPolicy(action, Objects.requireNonNull(keyOrColumns, "keyOrColumns"));
    }
}
