package dev.restore.examples.boot.operations;

import dev.restore.RunJob;
import dev.restore.examples.boot.operations.RefusedException.Reason;
import dev.restore.history.RunAction;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunQuery;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs of all instances as their history has them, together with what this process knows better of its own: how far they are
 * now, and how to cancel them. The history alone says in which state a run is. Safe to use from any thread.
 */
public final class RunRegister {

    private static final String REQUESTED = "REQUESTED";
    private static final int KEPT_DETAILS = 1000;
    private static final int MAX_ACTIVE = 1000;

    private final RunHistory history;
    private final WorkFiles files;
    private final JsonMapper json;
    private final Map<String, RunJob<?>> live = new ConcurrentHashMap<>();
    private final Map<String, RunDetail> details = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunDetail> eldest) {
            return size() > KEPT_DETAILS;
        }
    });

    RunRegister(RunHistory history, WorkFiles files, JsonMapper json) {
        this.history = history;
        this.files = files;
        this.json = json;
    }

    /**
     * Takes up a run that has begun here, and writes down what it was asked to do. When that cannot be written the run is cancelled: who
     * has asked for it hears that it was refused.
     */
    void begun(RunJob<?> job, RunDetail detail, String by) {
        live.put(job.id(), job);
        details.put(job.id(), detail);
        try {
            history.audit(job.id(), by, REQUESTED, json.writeValueAsString(detail));
        } catch (RuntimeException e) {
            job.cancel();
            live.remove(job.id());
            throw e;
        }
    }

    /** Lets go of a run that is over. */
    void over(String id) {
        live.remove(id);
    }

    /** Returns whether a run waits or runs with a backup, in any instance. */
    boolean uses(String backup) {
        return history
                .list(RunQuery.newest()
                        .statuses(RunStatus.PENDING, RunStatus.RUNNING)
                        .limit(MAX_ACTIVE))
                .stream()
                .anyMatch(run -> detail(run.id())
                        .filter(known -> known.backup().equals(backup))
                        .isPresent());
    }

    /** Returns how many runs wait or run in this process. */
    int inThisProcess() {
        return live.size();
    }

    /** Returns what a run was asked to do; empty when it was not asked by this application. */
    Optional<RunDetail> detail(String id) {
        RunDetail known = details.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        List<RunAction> actions = history.actions(id);
        for (int i = actions.size() - 1; i >= 0; i--) {
            if (actions.get(i).action().equals(REQUESTED)) {
                Optional<RunDetail> read = read(actions.get(i).detail());
                read.ifPresent(detail -> details.put(id, detail));
                return read;
            }
        }
        return Optional.empty();
    }

    private Optional<RunDetail> read(String detail) {
        try {
            // A later version may have written more.
            return Optional.of(json.readerFor(RunDetail.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(detail));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Returns the newest runs, the newest first, without their reports. */
    public List<RunState> list(int limit, int offset) {
        List<RunEntry> entries = history.list(RunQuery.newest().limit(limit).offset(offset));
        RunEntry holder = entries.stream().anyMatch(RunRegister::waits) ? holder() : null;
        return entries.stream().map(entry -> state(entry, holder)).toList();
    }

    /** Returns a run with its report, or refuses. */
    public RunState get(String id) {
        RunEntry entry = entry(id);
        return state(entry, waits(entry) ? holder() : null);
    }

    private static boolean waits(RunEntry entry) {
        return entry.status() == RunStatus.PENDING && (entry.kind() == RunKind.RESTORE || entry.kind() == RunKind.UNDO);
    }

    /** Returns the run that has the database, in any instance, or null. Of two the older one has it, and the other one is refused. */
    private @Nullable RunEntry holder() {
        List<RunEntry> running = history.list(
                RunQuery.newest().kinds(RunKind.RESTORE, RunKind.UNDO).statuses(RunStatus.RUNNING));
        return running.isEmpty() ? null : running.get(running.size() - 1);
    }

    RunEntry entry(String id) {
        return history.find(id).orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "There is no such run."));
    }

    private RunState state(RunEntry entry, @Nullable RunEntry holder) {
        RunJob<?> here = live.get(entry.id());
        RunDetail detail = detail(entry.id()).orElse(null);
        return new RunState(
                entry,
                here == null || entry.status().ended()
                        ? entry.progress()
                        : here.snapshot().progress(),
                detail,
                waits(entry) ? holder : null,
                detail != null && undoable(entry, detail),
                detail != null
                        && entry.counts().rejected() > 0
                        && !rejects(detail).isEmpty());
    }

    private boolean undoable(RunEntry entry, RunDetail detail) {
        return entry.kind() == RunKind.RESTORE
                && entry.status().ended()
                && (entry.status().succeeded() || entry.resumable())
                && Files.exists(files.safetyBackup(detail.work()));
    }

    /** Returns the files of rejected rows of a run. */
    public List<Path> rejects(RunDetail detail) {
        return files.rejected(detail.work());
    }

    /**
     * Cancels a run: one of this process now, one of another when that hears of it with its next heartbeat.
     *
     * @throws RefusedException when it comes too late
     */
    public void cancel(String id, String by) {
        RunEntry entry = entry(id);
        RunJob<?> here = live.get(id);
        if (entry.status().ended()) {
            throw new RefusedException(Reason.CONFLICT, "The run is over.");
        }
        if (here == null) {
            history.cancel(id, by);
            return;
        }
        if (!here.cancel()) {
            throw new RefusedException(Reason.CONFLICT, "It is too late: the run is being committed.");
        }
        history.audit(id, by, "CANCEL", "");
    }

    /** Closes an interrupted run for good. */
    public void close(String id, String by) {
        if (!entry(id).abandoned()) {
            throw new RefusedException(Reason.CONFLICT, "Only an interrupted run can be closed.");
        }
        history.close(id, by);
    }

    /** Writes that somebody has done something with a run. */
    public void audit(String id, String by, String action) {
        history.audit(id, by, action, "");
    }

    /** Cancels all runs of this process, because it ends. */
    void cancelAll() {
        live.values().forEach(RunJob::cancel);
    }
}
