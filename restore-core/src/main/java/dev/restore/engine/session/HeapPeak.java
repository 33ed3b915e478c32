package dev.restore.engine.session;

/** Remembers the most heap memory that was seen in use at the moments it was asked to look. Safe to use from any thread. */
public final class HeapPeak {

    private long bytes;

    public synchronized void sample() {
        Runtime runtime = Runtime.getRuntime();
        bytes = Math.max(bytes, runtime.totalMemory() - runtime.freeMemory());
    }

    public synchronized long bytes() {
        return bytes;
    }
}
