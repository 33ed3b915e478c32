package dev.restore.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what was run: one entry for each run, written before anything of it happens, kept up to date while it runs, and closed once.
 * {@link JdbcRunHistory} keeps it in a database; a host can keep it elsewhere.
 *
 * <p>A run belongs to one {@linkplain RunOwner owner}. Its owner is heard of at least once a {@link #heartbeat}; where it is not for
 * {@link #lostAfter}, the run is {@link dev.restore.outcome.RunStatus#INTERRUPTED}, and can be {@linkplain RunRequest#resuming resumed} by
 * another owner or {@linkplain #close closed}. Each change of an entry is conditional on its owner, so that two processes never own one.
 *
 * <p>Safe for use by several threads and processes. Methods throw a {@link dev.restore.outcome.HistoryException} when the history cannot be
 * reached.
 */
public interface RunHistory {

    /**
     * Writes the entry of a run, or of a request whose key is taken finds the one that is there. Of a request that resumes a run, takes
     * over its entry.
     *
     * @throws dev.restore.outcome.HistoryException when the history cannot be written, or the run that is to be resumed is not an
     *     interrupted one
     */
    Begun begin(RunStart start);

    /**
     * The entry of a run that was asked for.
     *
     * @param run the entry
     * @param created whether the run is to be run now; false when the key was taken, and the entry is that of the run which has it
     */
    record Begun(RunEntry run, boolean created) {}

    /** Says that the owner of a run is there, and how far the run is. */
    Ownership heartbeat(String id, RunOwner owner, RunUpdate update);

    /** What the owner of a run learns when it is heard of. */
    enum Ownership {
        /** The run is its own. */
        KEPT,
        /** The run is its own, and somebody wants it {@linkplain RunHistory#cancel cancelled}. */
        CANCEL_REQUESTED,
        /** The run is no longer its own: it was closed, or resumed by another owner. */
        LOST
    }

    /**
     * Asks the owner of a run, in whatever process, to cancel it. It learns that with its next heartbeat, and cancels the run unless that
     * comes too late: how it ends is for its entry to say. The last attempt of a run is asked only: one that is resumed runs.
     *
     * @param by who does so
     * @return the entry, with {@link RunEntry#cancelBy}; the first one who has asked stays there
     * @throws dev.restore.outcome.HistoryException when there is no such run, it has ended, or its process is gone
     */
    RunEntry cancel(String id, String by);

    /**
     * Closes the entry of a run that has ended. What is told after it was closed, or resumed by another owner, only goes into the audit.
     *
     * @param last what is known of it in the end
     * @return false when the run was no longer the owner's
     */
    boolean end(String id, RunOwner owner, RunUpdate last, RunResult result);

    /** Returns the entry of a run, with its report; empty when there is none. */
    Optional<RunEntry> find(String id);

    /** Returns the entry of the run with a key, with its report; empty when there is none. */
    Optional<RunEntry> findByKey(String key);

    /** Returns the entries of runs, the newest first, without their reports. */
    List<RunEntry> list(RunQuery query);

    /**
     * Closes the entry of an interrupted run, so that it is {@link dev.restore.outcome.RunStatus#INTERRUPTED} for good.
     *
     * @param by who does so
     * @return the entry as it is then
     * @throws dev.restore.outcome.HistoryException when there is no such run, or it has ended or may still run
     */
    RunEntry close(String id, String by);

    /**
     * Deletes the entries that need not be kept, with their audit.
     *
     * @param by who does so
     * @return how many runs were deleted
     */
    int prune(Retention retention, String by);

    /** Returns the audit of a run, the oldest line first. */
    List<RunAction> actions(String id);

    /** Returns the newest lines of the whole audit, the newest first, at most so many. */
    List<RunAction> actions(int limit);

    /**
     * Writes a line of the audit: what a host allows to be done with a run, such as downloading its report.
     *
     * @param action what was done, one word of at most 40 characters
     * @param detail more of it, without secrets, may be empty
     */
    void audit(String id, String by, String action, String detail);

    /** Returns how often the owner of a run is heard of. */
    Duration heartbeat();

    /** Returns how long the owner of a run may be silent before the run counts as interrupted. */
    Duration lostAfter();

    /**
     * Returns why this history cannot be written while a run works on a connection; empty, the default, when it can. The run is refused
     * with that before it changes anything. Called after {@link #begin}, by the thread of the run, which may hold the only connection of
     * a pool: what has to be read of the history's own database for it is read before.
     */
    default Optional<String> conflictWith(Connection database) throws SQLException {
        return Optional.empty();
    }
}
