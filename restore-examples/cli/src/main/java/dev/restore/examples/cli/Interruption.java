package dev.restore.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens when the program is told to end (Ctrl-C, SIGTERM): a command that may have begun to change something is cancelled,
 * and has the time to say what became of it. Safe for use by several threads.
 */
final class Interruption {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintWriter err;
    private volatile @Nullable Runnable cancel;
    private volatile boolean changing;
    private volatile boolean asked;
    private volatile int code;

    Interruption(PrintWriter err) {
        this.err = err;
    }

    /** Says how to cancel what is running. */
    void cancelBy(Runnable cancellation) {
        cancel = cancellation;
        if (asked) {
            cancellation.run();
        }
    }

    /** Says that from here on the end must be waited for. */
    void changing() {
        changing = true;
    }

    /** Says that the program is over with this exit code. */
    void ended(int exitCode) {
        code = exitCode;
        ended.countDown();
    }

    /**
     * Ends the program; called by the virtual machine when it shuts down, be it after a signal or by itself. After a signal it
     * would end with 130 (Ctrl-C) or 143 (SIGTERM) by itself, which is right where nothing was changed.
     *
     * @param halt ends the virtual machine at once with an exit code
     */
    void shutDown(IntConsumer halt) {
        if (ended.getCount() == 0 || !changing) {
            return;
        }
        asked = true;
        err.println("restore: ending the run ...");
        err.flush();
        Runnable cancellation = cancel;
        if (cancellation != null) {
            cancellation.run();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (code != ExitCode.FAILED) {
            halt.accept(code);
        }
    }
}
