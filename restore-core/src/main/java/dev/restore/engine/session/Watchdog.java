package dev.restore.engine.session;

import dev.restore.dialect.Dialect;
import dev.restore.outcome.Phase;
import dev.restore.outcome.Redaction;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreCancelledException.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a run may go on. It ends it when somebody asks for that, when its thread is interrupted and when it takes
 * too long, from a thread of its own, because the run's thread may hang in a statement. Safe to use from any thread.
 */
public final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** A statement may begin after it was told to end, so that it is told again until the run has noticed. */
    private static final long LOOK_MILLIS = 50;

    private final Thread runner = Thread.currentThread();
    private final InterruptSign sign = new InterruptSign();
    private final @Nullable Duration deadline;
    private final String words;
    private final String state;
    private final long startedAt = System.nanoTime();
    private boolean cancelled;
    private boolean interrupted;
    private boolean late;
    private boolean committing;
    private boolean closed;
    private boolean failed;
    private final Set<Dialect.Session> sessions = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Thrown in threads of a run that has failed in another one. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the restore failed in another thread", null, false, false);
        }
    }

    /** Begins to watch the current thread, which restores. */
    public Watchdog(@Nullable Duration deadline) {
        this(deadline, "The restore was cancelled", "nothing was changed");
    }

    /**
     * Begins to watch the current thread.
     *
     * @param cancelled what the exception says first
     * @param state what it says of the state afterwards
     */
    public Watchdog(@Nullable Duration deadline, String cancelled, String state) {
        this.deadline = deadline;
        this.words = cancelled;
        this.state = state;
        sign.setUp();
        HelperThread.of("restore-watch", this::look).start();
    }

    private void look() {
        try {
            synchronized (this) {
                while (!closed) {
                    notice();
                    if (cancelled) {
                        endStatement();
                    }
                    wait(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // Nobody but a closing JVM interrupts this thread, and then there is nothing left to watch.
            LOG.debug("the watch was interrupted", e);
        }
    }

    private synchronized void notice() {
        if (cancelled || committing) {
            return;
        }
        if (runner.isInterrupted() || sign.seen()) {
            cancelled = true;
            interrupted = true;
        } else if (deadline != null && System.nanoTime() - startedAt > deadline.toNanos()) {
            cancelled = true;
            late = true;
        }
    }

    private synchronized void endStatement() {
        for (Dialect.Session session : sessions) {
            try {
                session.cancel();
            } catch (Exception e) {
                LOG.debug("the running statement could not be cancelled", Redaction.of(e));
            }
        }
    }

    /** Asks the run to end. Returns false when it is too late for that. */
    public synchronized boolean cancel() {
        if (committing || closed) {
            return false;
        }
        cancelled = true;
        notifyAll();
        return true;
    }

    /** From now on the statements of this session are ended when the run is. */
    public synchronized void guard(Dialect.Session guarded) {
        sessions.add(guarded);
    }

    /** From now on the statements of this session are left alone: when this returns none is being ended any more. */
    public synchronized void leaveAlone(Dialect.Session guarded) {
        sessions.remove(guarded);
    }

    /** From now on statements are left alone: when this returns none is being ended any more. */
    public synchronized void leaveAlone() {
        sessions.clear();
    }

    /** Ends all threads of a run that has failed in one of them, each at its next {@link #check}. */
    public synchronized void stop() {
        failed = true;
    }

    /** Returns whether the run is to end. */
    public synchronized boolean cancelled() {
        if (Thread.currentThread() == runner) {
            sign.setUp();
        }
        notice();
        return cancelled;
    }

    /** Throws if the run is to end. */
    public synchronized void check(Phase phase) {
        if (cancelled()) {
            throw exception(phase);
        }
        if (failed) {
            throw new Stopped();
        }
    }

    /** Throws if the run is to end; otherwise it will not be ended any more. */
    public synchronized void beginCommit(Phase phase) {
        check(phase);
        committing = true;
        sessions.clear();
    }

    /** Says why the run was ended. */
    public synchronized RestoreCancelledException exception(Phase phase) {
        if (late) {
            return new RestoreCancelledException(
                    phase,
                    false,
                    Reason.DEADLINE,
                    words + " because it took longer than " + words(deadline) + "; " + state
                            + ". Set a longer deadline, or none.");
        }
        return new RestoreCancelledException(
                phase, false, interrupted ? Reason.INTERRUPTED : Reason.CANCELLED, words + "; " + state + ".");
    }

    /**
     * Says why the run was ended.
     *
     * @param consequence what has failed because of that
     */
    public RestoreCancelledException exception(Phase phase, Throwable consequence) {
        RestoreCancelledException ended = exception(phase);
        ended.addSuppressed(Redaction.of(consequence));
        return ended;
    }

    private static String words(@Nullable Duration duration) {
        return duration == null ? "" : duration.toMillis() + " ms";
    }

    /** Ends the watch. The flag of an interrupt that ended the run, or came too late for that, is set again, because drivers clear it. */
    @Override
    public void close() {
        if (Thread.currentThread() == runner) {
            sign.takeDown();
        }
        boolean again;
        synchronized (this) {
            closed = true;
            sessions.clear();
            // After a cancel it may be the session's own, which interrupts a statement that does not end otherwise.
            again = interrupted || (sign.seen() && !cancelled);
            notifyAll();
        }
        if (again) {
            runner.interrupt();
        }
    }
}
