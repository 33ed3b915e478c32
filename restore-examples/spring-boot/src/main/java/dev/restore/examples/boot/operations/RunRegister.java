package dev.restore.examples.boot.operations;

import dev.restore.examples.boot.operations.RefusedException.Reason;
import dev.restore.history.RunAction;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunQuery;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs of all instances as their history has them, together with what this process knows better of its own: how far they are
 * now, and how to cancel them. The history alone says in which state a run is. Safe to use from any thread.
 */
public final class RunRegister {

    private static final String REQUESTED = "REQUESTED";
    private static final int KEPT_DETAILS = 1000;

    private final RunHistory history;
    private final WorkFiles files;
    private final JsonMapper json;
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Map<String, RunDetail> details = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunDetail> eldest) {
            return size() > KEPT_DETAILS;
        }
    });

    /** A run in this process. */
    private record Live(Supplier<RunProgress> progress, BooleanSupplier canceller) {
        boolean cancel() {
            return canceller.getAsBoolean();
        }
    }

    RunRegister(RunHistory history, WorkFiles files, JsonMapper json) {
        this.history = history;
        this.files = files;
        this.json = json;
    }

    /** Takes up a run that has begun here, and writes down what it was asked to do. */
    void begun(String id, RunDetail detail, String by, Supplier<RunProgress> progress, BooleanSupplier cancel) {
        live.put(id, new Live(progress, cancel));
        details.put(id, detail);
        history.audit(id, by, REQUESTED, json.writeValueAsString(detail));
    }

    /** Lets go of a run that is over. */
    void over(String id) {
        live.remove(id);
    }

    /** Returns whether a run waits or runs with a backup, in any instance. */
    boolean uses(String backup) {
        return history.list(RunQuery.newest().statuses(RunStatus.PENDING, RunStatus.RUNNING)).stream()
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
            return Optional.of(json.readValue(detail, RunDetail.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Returns the newest runs, the newest first, without their reports. */
    public List<RunState> list(int limit, int offset) {
        List<RunEntry> entries = history.list(RunQuery.newest().limit(limit).offset(offset));
        RunEntry holder = entries.stream()
                .filter(RunRegister::changesTheDatabase)
                .filter(entry -> entry.status() == RunStatus.RUNNING)
                .findFirst()
                .orElse(null);
        return entries.stream().map(entry -> state(entry, holder)).toList();
    }

    /** Returns a run with its report, or refuses. */
    public RunState get(String id) {
        RunEntry entry = entry(id);
        RunEntry holder = entry.status() != RunStatus.PENDING
                ? null
                : history.list(RunQuery.newest().statuses(RunStatus.RUNNING)).stream()
                        .filter(RunRegister::changesTheDatabase)
                        .findFirst()
                        .orElse(null);
        return state(entry, holder);
    }

    RunEntry entry(String id) {
        return history.find(id).orElseThrow(() -> new RefusedException(Reason.NOT_FOUND, "There is no such run."));
    }

    private static boolean changesTheDatabase(RunEntry entry) {
        return entry.kind() == RunKind.RESTORE || entry.kind() == RunKind.UNDO;
    }

    private RunState state(RunEntry entry, @Nullable RunEntry holder) {
        Live here = live.get(entry.id());
        RunDetail detail = detail(entry.id()).orElse(null);
        boolean waits = entry.status() == RunStatus.PENDING && changesTheDatabase(entry);
        return new RunState(
                entry,
                here == null || entry.status().ended() ? entry.progress() : here.progress.get(),
                detail,
                here != null,
                waits ? holder : null,
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
     * Cancels a run of this process.
     *
     * @throws RefusedException when it comes too late, or the run belongs to another process
     */
    public void cancel(String id, String by) {
        RunEntry entry = entry(id);
        Live here = live.get(id);
        if (entry.status().ended()) {
            throw new RefusedException(Reason.CONFLICT, "The run is over.");
        }
        if (here == null) {
            throw new RefusedException(
                    Reason.CONFLICT, "The run belongs to " + entry.owner().words() + "; cancel it there.");
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
        live.values().forEach(Live::cancel);
    }
}
