package dev.restore.engine;

/** Remembers the most heap memory that was seen in use at the moments it was asked to look. Safe to use from any thread. */
final class HeapPeak {

    private long bytes;

    synchronized void sample() {
        Runtime runtime = Runtime.getRuntime();
        bytes = Math.max(bytes, runtime.totalMemory() - runtime.freeMemory());
    }

    synchronized long bytes() {
        return bytes;
    }
}
