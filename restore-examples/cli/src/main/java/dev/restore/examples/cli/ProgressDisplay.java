package dev.restore.examples.cli;

import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import java.io.PrintWriter;

/** Shows how a run goes. */
interface ProgressDisplay extends RestoreListener, AutoCloseable {

    /** Shows what is being done, where that is nothing that can be counted; an empty text takes it away. */
    default void say(String what) {}

    /** Says that a safety backup will be written once the plan is approved. */
    default void expectSafetyBackup() {}

    /** Clears the screen of what moves. */
    @Override
    default void close() {}

    /** Shows nothing. */
    static ProgressDisplay none() {
        return new ProgressDisplay() {
            @Override
            public void on(RestoreEvent event) {}
        };
    }

    /** A bar where somebody watches, a line now and then where the output goes into a file. */
    static ProgressDisplay on(PrintWriter err, Terminal terminal) {
        return terminal.present() ? new BarDisplay(err) : new LineDisplay(err);
    }
}
