package dev.restore.history;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of the audit: who did what to which run, and when. Immutable.
 *
 * @param runId the run, empty for an action on no single one
 * @param at when, by the clock of the history's database, in milliseconds
 * @param by who
 * @param action what, one word: {@code BEGIN}, {@code RESUME}, {@code END}, {@code LATE_END} of a run that was closed or resumed by
 *     somebody else meanwhile, {@code CLOSE}, {@code PRUNE}, or one of the host's own
 * @param detail more of it, may be empty
 */
public record RunAction(String runId, Instant at, String by, String action, String detail) {

    public RunAction {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(detail, "detail");
    }
}
