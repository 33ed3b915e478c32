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
 */
public record Obstacle(@Nullable TableName table, String message, String remedy) {

    public Obstacle {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }
}
