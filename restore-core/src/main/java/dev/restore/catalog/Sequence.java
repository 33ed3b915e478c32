package dev.restore.catalog;

import java.util.Objects;

/**
 * A sequence that hands out the values of one or more columns.
 *
 * @param name its name
 * @param increment the step, negative for a descending sequence, never 0
 * @param minimum the least value it hands out
 * @param maximum the greatest value it hands out
 */
public record Sequence(TableName name, long increment, long minimum, long maximum) {

    public Sequence {
        Objects.requireNonNull(name, "name");
        if (increment == 0) {
            throw new IllegalArgumentException("increment of sequence " + name + " must not be 0");
        }
    }
}
