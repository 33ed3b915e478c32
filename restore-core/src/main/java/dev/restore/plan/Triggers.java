package dev.restore.plan;

/** Whether the triggers of the tables fire for what the restore does to them. */
public enum Triggers {
    /** They fire, as for anybody else's statements, and the plan names them. */
    FIRE,
    /**
     * They do not fire, and are as they were in the end, also after a crash. What cannot be suppressed in the restore's own
     * transaction is a problem of the plan.
     */
    SUPPRESS
}
