package dev.restore.dialect;

import dev.restore.catalog.TableName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something about the target that would stop a restore.
 *
 * @param table the table it is about, or null when it is about the whole database
 * @param message what is wrong
 * @param remedy what the user can do about it
 * @param busy whether somebody else holds what the restore needs, so that it may succeed later as it is
 */
public record Obstacle(@Nullable TableName table, String message, String remedy, boolean busy) {

    public Obstacle {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Creates one that stays as long as nobody changes the target. */
    public Obstacle(@Nullable TableName table, String message, String remedy) {
        this(table, message, remedy, false);
    }

    /** Creates one that passes when somebody else has finished. */
    public static Obstacle busy(@Nullable TableName table, String message, String remedy) {
        return new Obstacle(table, message, remedy, true);
    }
}
