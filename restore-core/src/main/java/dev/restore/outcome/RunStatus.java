package dev.restore.outcome;

import java.util.Locale;

/**
 * Where a run is, the same for jobs and for histories: {@link #PENDING}, then {@link #RUNNING}, then one of the others. {@link Outcome}
 * has the names of those in which a restore ends.
 */
public enum RunStatus {
    /** It waits for a thread. */
    PENDING,
    /** It runs. */
    RUNNING,
    /** It is over and has done what it was to do: a restore has put every row of the backup into the database. */
    COMPLETE,
    /** It is over: some rows were rejected, all others are in the database. */
    COMPLETE_WITH_LOSS,
    /** It is over and did not succeed. A verification that found differences and a drill that lost rows have failed. */
    FAILED,
    /** It is over: somebody or something ended it, or its plan was not approved. */
    CANCELLED,
    /** Its process is gone, or has not been heard of for so long that it must be. Only a history can tell this. */
    INTERRUPTED;

    /** Returns the status of a run that has ended like this. */
    public static RunStatus of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> COMPLETE;
            case COMPLETE_WITH_LOSS -> COMPLETE_WITH_LOSS;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
        };
    }

    /** Returns whether it is over, however it ended. */
    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    /** Returns whether it has done what it was to do, with loss or without. */
    public boolean succeeded() {
        return this == COMPLETE || this == COMPLETE_WITH_LOSS;
    }

    /** Returns the status in words, for people. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
