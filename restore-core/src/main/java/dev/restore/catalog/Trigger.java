package dev.restore.catalog;

import java.util.Objects;

/**
 * A trigger that a user has put on a table and that a restore would fire.
 *
 * @param name its name
 * @param onInsert whether an insert fires it
 * @param onDelete whether a delete fires it
 */
public record Trigger(String name, boolean onInsert, boolean onDelete) {

    public Trigger {
        Objects.requireNonNull(name, "name");
    }
}
