package dev.restore.dialect;

import dev.restore.catalog.Key;
import java.util.Objects;

/**
 * What a loader does with a row whose key is taken, by a row that was there or by an earlier one of the backup.
 *
 * @param action what is done
 * @param key the key by which rows are told apart; a row with a null in it is never the same as another. Collisions on other
 *     keys are errors.
 */
public record OnConflict(Action action, Key key) {

    public OnConflict {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(key, "key");
    }

    /** What is done with the row that is there. */
    public enum Action {
        /** It stays as it is. */
        SKIP,
        /** It gets the values that the backup's row carries, except those of the key and of its primary key. */
        UPDATE
    }
}
