package dev.restore.examples.cli;

import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import java.io.PrintWriter;

/** Shows how a run goes. */
interface ProgressDisplay extends RestoreListener, AutoCloseable {

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
        return terminal.present() ? new BarDisplay() : new LineDisplay(err);
    }
}
