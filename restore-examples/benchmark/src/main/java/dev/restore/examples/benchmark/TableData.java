package dev.restore.examples.benchmark;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A generated table. Its rows are the same each time.
 *
 * @param name its name
 * @param columns its columns, the key first
 * @param rows how many rows it has
 * @param source makes the rows
 */
record TableData(String name, List<Column> columns, long rows, RowSource source) {

    /** Makes one row. */
    interface RowSource {
        /** Returns the values of a row as they stand in JSON, null for null. The rows are asked for in order. */
        @Nullable
        String[] row(long number, Random random);
    }

    /** Takes rows. */
    interface RowConsumer<X extends Exception> {
        /** Takes one row. */
        void row(@Nullable String[] values) throws X;
    }

    <X extends Exception> void forEach(RowConsumer<X> consumer) throws X {
        Random random = new Random(20_241_219L + name.hashCode());
        for (long number = 1; number <= rows; number++) {
            consumer.row(source.row(number, random));
        }
    }
}
