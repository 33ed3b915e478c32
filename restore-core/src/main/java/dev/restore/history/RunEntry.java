package dev.restore.history;

import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a history knows of one run, at the moment when it was asked. Immutable.
 *
 * @param id its id
 * @param kind what it does
 * @param status where it is; {@link RunStatus#INTERRUPTED} also when it should be running and was not heard of for too long
 * @param closed whether that is final: false as long as it may run, and for an interrupted run that can be resumed or closed
 * @param by who has asked for it; for a run that was resumed the last one
 * @param key the key that was given with the request, or null
 * @param attempt 1, and one more each time it was resumed
 * @param resumable whether a run that resumes it goes on where it stood, and does not begin at the beginning
 * @param owner the process that runs it, or ran it last
 * @param times when things happened
 * @param backup its backup
 * @param target what it works on, without secrets
 * @param options its options in words, without secrets
 * @param progress how far it was when it was last heard of
 * @param counts the account of its rows, {@link RunCounts#NONE} before the end
 * @param error what ended it, or what a verification or drill found; without values of rows; null when there is nothing
 * @param report its report as JSON; null before the end, and in lists
 * @param safetyBackup where the backup of what was there before is, or null
 * @param cancelBy who has {@linkplain RunHistory#cancel asked} its owner to cancel it, or null
 */
public record RunEntry(
        String id,
        RunKind kind,
        RunStatus status,
        boolean closed,
        String by,
        @Nullable String key,
        int attempt,
        boolean resumable,
        RunOwner owner,
        RunTimes times,
        BackupFacts backup,
        String target,
        String options,
        RunProgress progress,
        RunCounts counts,
        @Nullable String error,
        @Nullable String report,
        @Nullable String safetyBackup,
        @Nullable String cancelBy) {

    public RunEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(counts, "counts");
    }

    /** Returns whether its process is gone and nobody has closed or resumed it. */
    public boolean abandoned() {
        return status == RunStatus.INTERRUPTED && !closed;
    }

    /** Returns the entry as one JSON object; the report is an object in it. */
    public String json() {
        return RunEntryJson.of(this);
    }
}
