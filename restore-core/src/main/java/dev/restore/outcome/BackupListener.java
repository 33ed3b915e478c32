package dev.restore.outcome;

/**
 * Is told how the writing of a backup goes. Called on the thread that writes, so it should be quick; what it throws ends the backup,
 * which is then not there, unless it was finished.
 */
@FunctionalInterface
public interface BackupListener {

    /** Takes an event. */
    void on(BackupEvent event);

    /** Returns a listener that does nothing. */
    static BackupListener none() {
        return event -> {};
    }

    /** Returns a listener that tells this one first and then another. */
    default BackupListener andThen(BackupListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }
}
