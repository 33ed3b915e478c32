package dev.restore.testing;

import dev.restore.outcome.RestoreEvent;

/**
 * A fault: what is done to a restore at one of its events, and how the restore must end.
 *
 * @param name what happens
 * @param injection does it
 * @param ending how the restore ends when it happens before the commit; afterwards the rows are in whatever happens
 */
public record FaultCase(String name, Injection injection, Ending ending) {

    /** How a restore ends to which something happened before its commit. */
    public enum Ending {
        /** It fails, and everything is as it was before. */
        FAILS,
        /** It is not disturbed, and everything is as the backup says. */
        PREVAILS,
        /** One or the other, and it tells which. */
        EITHER
    }

    /** Does something to a restore that stands still at an event. */
    @FunctionalInterface
    public interface Injection {
        /** Does it, on the restore's own thread. What it throws the listener throws. */
        void at(RestoreEvent event) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
