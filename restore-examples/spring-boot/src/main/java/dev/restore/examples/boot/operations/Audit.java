package dev.restore.examples.boot.operations;

import dev.restore.history.RunAction;
import dev.restore.history.RunHistory;
import java.util.List;

/** Who did what beside the runs: logins, uploads, downloads, deletions. */
public final class Audit {

    private final RunHistory history;

    /** Writes into the audit of a history. */
    public Audit(RunHistory history) {
        this.history = history;
    }

    /** Writes that somebody did something that belongs to no run. */
    public void write(String by, String action, String detail) {
        history.audit("", by, action, detail);
    }

    /** Returns the newest lines, the newest first. */
    public List<RunAction> newest(int limit) {
        return history.actions(limit);
    }
}
