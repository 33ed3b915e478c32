package dev.restore.engine.restore;

import dev.restore.engine.session.HeapPeak;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the caller's listener what happens. Several threads may load, and the listener hears of one thing after the other. */
final class RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunListener.class);

    private final RestoreListener listener;
    private final HeapPeak heap;
    private final Object lock = new Object();

    /**
     * Creates one.
     *
     * @param heap is looked at whenever something happens
     */
    RunListener(RestoreListener listener, HeapPeak heap) {
        this.listener = listener;
        this.heap = heap;
    }

    /** Tells something. What the listener throws ends the run. */
    void tell(RestoreEvent event) {
        heap.sample();
        synchronized (lock) {
            listener.on(event);
        }
    }

    /** The rows are in: a listener that fails now cannot undo that, and must not make it look undone. */
    void committed(List<String> warnings) {
        try {
            tell(new RestoreEvent.Committed());
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed after the commit", e);
            warnings.add("A listener failed after the commit: " + e);
        }
    }

    /** Tells how it ended. */
    void finished(RestoreReport report) {
        try {
            listener.on(new RestoreEvent.Finished(report));
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed after the end of the restore", e);
        }
    }
}
