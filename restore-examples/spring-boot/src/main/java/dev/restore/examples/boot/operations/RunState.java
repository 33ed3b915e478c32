package dev.restore.examples.boot.operations;

import dev.restore.history.RunEntry;
import dev.restore.outcome.RunProgress;
import org.jspecify.annotations.Nullable;

/**
 * A run at the moment when it was asked.
 *
 * @param entry what the history knows of it
 * @param progress how far it is: of a run in this process now, of others at their last heartbeat
 * @param detail what it was asked to do; null when that is not known
 * @param waitsFor the run that holds the database while this one waits, or null
 * @param undoable whether there is a safety backup to go back to
 * @param rejects whether there are rejected rows to download
 */
public record RunState(
        RunEntry entry,
        RunProgress progress,
        @Nullable RunDetail detail,
        @Nullable RunEntry waitsFor,
        boolean undoable,
        boolean rejects) {}
