package dev.restore.engine.session;

import org.jspecify.annotations.Nullable;

/** Whether somebody wants a run cancelled: from before it begins until its watch is closed. Safe to use from any thread. */
public final class Cancellation {

    private boolean wanted;
    private @Nullable Watchdog watch;

    /**
     * Asks the run to end.
     *
     * @return false when it comes too late
     */
    public synchronized boolean cancel() {
        wanted = true;
        return watch == null || watch.cancel();
    }

    /** Says that a run begins under a watch, and returns it. */
    public synchronized Watchdog begin(Watchdog created) {
        watch = created;
        if (wanted) {
            created.cancel();
        }
        return created;
    }
}
