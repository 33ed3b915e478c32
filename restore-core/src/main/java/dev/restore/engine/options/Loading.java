package dev.restore.engine.options;

/**
 * In how large pieces, and over how many connections, rows are loaded. Immutable.
 *
 * @param batchRows the most rows in a batch, from 1 to {@value #MAX_BATCH_ROWS}; by default {@value #DEFAULT_BATCH_ROWS}
 * @param batchBytes the most bytes in a batch, from 1 to {@value #MAX_BATCH_BYTES}; a single larger row still makes a batch. By
 *     default {@value #DEFAULT_BATCH_BYTES}, or one {@value #HEAP_SHARE}th of the largest heap where that is less
 * @param parallel over how many connections a resumable run may load side by side, from 1, the default, to {@value #MAX_PARALLEL}
 */
public record Loading(int batchRows, int batchBytes, int parallel) {

    static final int DEFAULT_BATCH_ROWS = 50_000;
    static final int MAX_BATCH_ROWS = 1_000_000;
    static final int DEFAULT_BATCH_BYTES = 4 << 20;
    static final int MAX_BATCH_BYTES = 256 << 20;
    static final int MAX_PARALLEL = 64;

    /** About eight batches may be in memory at once, being filled, waiting, loaded and encoded. */
    static final int HEAP_SHARE = 32;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Loading {
        check("batchRows", MAX_BATCH_ROWS, batchRows);
        check("batchBytes", MAX_BATCH_BYTES, batchBytes);
        check("parallel", MAX_PARALLEL, parallel);
    }

    private static void check(String name, int max, int value) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be from 1 to " + max + ", not " + value);
        }
    }

    /** Returns what suits the heap of this JVM. */
    public static Loading defaults() {
        long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        return new Loading(DEFAULT_BATCH_ROWS, (int) Math.min(DEFAULT_BATCH_BYTES, share), 1);
    }

    /** Sets {@link #batchRows}. */
    public Loading batchRows(int value) {
        return new Loading(value, batchBytes, parallel);
    }

    /** Sets {@link #batchBytes}. */
    public Loading batchBytes(int value) {
        return new Loading(batchRows, value, parallel);
    }

    /** Sets {@link #parallel}. */
    public Loading parallel(int value) {
        return new Loading(batchRows, batchBytes, value);
    }

    /** Returns the most bytes in a batch on each of the connections, so that all together take no more memory than one would. */
    public int batchBytesEach() {
        return Math.max(1, batchBytes / parallel);
    }
}
