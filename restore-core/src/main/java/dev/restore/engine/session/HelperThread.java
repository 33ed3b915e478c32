package dev.restore.engine.session;

/** Threads that work for the one that restores. They never keep a JVM from ending. */
public final class HelperThread {

    private static final long GOODBYE_MILLIS = 10_000;

    private HelperThread() {}

    /** Returns a thread that is not started yet. */
    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(LogContext.carrying(task), name);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for the end of a thread, unless it hangs in the caller's own code. An interrupt is remembered until then. */
    public static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
