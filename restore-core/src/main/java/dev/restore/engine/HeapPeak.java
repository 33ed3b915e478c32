package dev.restore.engine;

/** Remembers the most heap memory that was seen in use at the moments it was asked to look. */
final class HeapPeak {

    private long bytes;

    void sample() {
        Runtime runtime = Runtime.getRuntime();
        bytes = Math.max(bytes, runtime.totalMemory() - runtime.freeMemory());
    }

    long bytes() {
        return bytes;
    }
}
