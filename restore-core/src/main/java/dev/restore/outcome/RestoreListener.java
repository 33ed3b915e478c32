package dev.restore.outcome;

/**
 * Is told how a run goes. Called on the thread that loads, with several connections on any of those that load but never by two at
 * once, so it should be quick; what it throws ends the run.
 */
@FunctionalInterface
public interface RestoreListener {

    /** Takes an event. */
    void on(RestoreEvent event);

    /** Returns a listener that does nothing. */
    static RestoreListener none() {
        return event -> {};
    }

    /** Returns a listener that tells this one first and then another. */
    default RestoreListener andThen(RestoreListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }
}
