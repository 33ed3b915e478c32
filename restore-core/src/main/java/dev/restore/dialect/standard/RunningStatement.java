package dev.restore.dialect.standard;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The statement that a session is waiting for, to be ended from another thread. */
public final class RunningStatement {

    /** A driver that cannot cancel, or has not by then, may still notice that its thread is interrupted. */
    private static final int CALLS_BEFORE_INTERRUPT = 10;

    private final boolean interrupts;
    private @Nullable Statement statement;
    private @Nullable Thread thread;
    private int calls;
    private boolean interrupted;

    /**
     * Creates one that waits for nothing.
     *
     * @param interrupts whether a statement that goes on after it was cancelled several times is interrupted: where that could
     *     close the files of a database in this process it must not
     */
    RunningStatement(boolean interrupts) {
        this.interrupts = interrupts;
    }

    /** Says which statement comes next. */
    public synchronized void begins(Statement next) {
        statement = next;
        thread = Thread.currentThread();
        calls = 0;
    }

    /** Says that it has come back. The flag of an interrupt that ended it is of no use to anybody else. */
    public synchronized void ended() {
        statement = null;
        thread = null;
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    synchronized void cancel() throws SQLException {
        if (statement == null) {
            return;
        }
        calls++;
        if (interrupts && calls == CALLS_BEFORE_INTERRUPT && thread != null) {
            interrupted = true;
            thread.interrupt();
        }
        statement.cancel();
    }
}
