package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the next insert into a table would get.
 *
 * @param table the table
 * @param column its numbered column
 * @param next the next number
 * @param safe whether {@code next} is free: beyond every row, in the direction of the sequence
 * @param exhausted whether there is no number left, or almost none (fewer than 100)
 * @param doubt why it is not certain that {@code next} is free, the rest of a sentence; null where that is known
 */
public record NextValue(
        Table table,
        Column column,
        BigInteger next,
        boolean safe,
        boolean exhausted,
        @Nullable String doubt) {

    /** Creates one without doubts. */
    public NextValue(Table table, Column column, BigInteger next, boolean safe, boolean exhausted) {
        this(table, column, next, safe, exhausted, null);
    }
}
