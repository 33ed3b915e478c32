package dev.restore.examples.boot.operations;

import dev.restore.Backup;
import dev.restore.BackupJob;
import dev.restore.DrillJob;
import dev.restore.Restore;
import dev.restore.RestoreJob;
import dev.restore.examples.boot.operations.RefusedException.Reason;
import dev.restore.examples.boot.operations.StoredBackup.Origin;
import dev.restore.history.RunEntry;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.DuplicateRunException;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunObserver;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import dev.restore.plan.SafetyBackup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Backups, restores, drills and ways back of one database, as runs with a history. Restores wait for each other, so that one at a time
 * changes the database; each has one entry, which is written before anything happens. Safe to use from any thread.
 */
public final class RestoreOperations {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss");

    private final DataSource database;
    private final BackupStore store;
    private final RunHistory history;
    private final RunRegister register;
    private final RunObserver observer;
    private final WorkFiles files;
    private final RunThreads threads;
    private final RestoreProperties settings;

    RestoreOperations(
            DataSource database,
            BackupStore store,
            RunHistory history,
            RunRegister register,
            RunObserver observer,
            WorkFiles files,
            RunThreads threads,
            RestoreProperties settings) {
        this.database = database;
        this.store = store;
        this.history = history;
        this.register = register;
        this.observer = observer;
        this.files = files;
        this.threads = threads;
        this.settings = settings;
    }

    /**
     * A run that was asked for.
     *
     * @param id its id
     * @param created whether this request began it; false when an earlier one with the same key did
     */
    public record Started(String id, boolean created) {}

    /** Returns the name of the database, which is asked for before rows are replaced. */
    public String databaseName() {
        try (Connection connection = database.getConnection()) {
            String catalog = connection.getCatalog();
            return catalog == null ? "database" : catalog;
        } catch (SQLException e) {
            throw new RefusedException(Reason.BUSY, "The database cannot be reached.");
        }
    }

    /** Returns what a restore would do. Nothing is changed. */
    public RestorePlan plan(StoredBackup backup, RestoreRequest request) {
        return restore(backup, request, store.newId()).plan();
    }

    /** Begins a restore. */
    public Started restore(StoredBackup backup, RestoreRequest request, Requester requester) {
        if (request.modeOrDefault() == Mode.REPLACE) {
            confirm(request.confirm());
        }
        String work = store.newId();
        RunDetail detail = new RunDetail(backup.id(), backup.name(), request.settled(), work, null);
        return startRestore(
                restore(backup, request, work),
                detail,
                requester.name(),
                RunRequest.by(requester.name()).key(requester.key()));
    }

    /** Goes back to the rows as they were before a restore. */
    public Started undo(String runId, @Nullable String confirmed, Requester requester) {
        RunState state = register.get(runId);
        RunDetail undone = state.detail();
        if (undone == null || !state.undoable()) {
            throw new RefusedException(Reason.CONFLICT, "There is nothing to go back to for this run.");
        }
        confirm(confirmed);
        RunDetail detail = new RunDetail("", undone.name(), null, store.newId(), runId);
        return startRestore(
                Restore.undo(files.safetyBackup(undone.work())).into(database),
                detail,
                requester.name(),
                RunRequest.by(requester.name()).key(requester.key()));
    }

    /** Goes on with an interrupted run: where it stood when it was resumable, otherwise from the beginning, under the same entry. */
    public Started resume(String runId, String by) {
        RunEntry entry = register.entry(runId);
        RunDetail detail = register.detail(runId).orElse(null);
        if (!entry.abandoned()) {
            throw new RefusedException(Reason.CONFLICT, "Only an interrupted run can be resumed.");
        }
        if (detail == null) {
            throw new RefusedException(Reason.CONFLICT, "It is not known what this run was asked to do; close it.");
        }
        RunRequest request = RunRequest.by(by).resuming(runId);
        if (entry.kind() == RunKind.UNDO && detail.undoes() != null) {
            RunDetail undone = register.detail(detail.undoes())
                    .orElseThrow(
                            () -> new RefusedException(Reason.CONFLICT, "The run to undo is gone; close this one."));
            return startRestore(Restore.undo(files.safetyBackup(undone.work())).into(database), detail, by, request);
        }
        if (entry.kind() == RunKind.RESTORE && detail.request() != null) {
            StoredBackup backup = store.find(detail.backup())
                    .orElseThrow(() -> new RefusedException(Reason.CONFLICT, "Its backup was deleted; close the run."));
            RunDetail again = entry.resumable() ? detail : detail.withWork(store.newId());
            return startRestore(restore(backup, detail.request(), again.work()), again, by, request);
        }
        throw new RefusedException(Reason.CONFLICT, "A run of this kind is begun anew; close this one.");
    }

    private Started startRestore(Restore restore, RunDetail detail, String by, RunRequest request) {
        checkQueue();
        try {
            RestoreJob job =
                    restore.history(history, request).observer(observer).start(threads.restores());
            register.begun(job, detail, by);
            job.completion().whenComplete((report, failure) -> register.over(job.id()));
            return new Started(job.id(), true);
        } catch (DuplicateRunException e) {
            return repeated(e, detail);
        }
    }

    /** Begins a backup of the database. */
    public Started backup(@Nullable String name, Requester requester) {
        return backup(name, Origin.CREATED, requester).started();
    }

    /**
     * A backup that was begun.
     *
     * @param started its run
     * @param stored the backup, when it is there; null as its value when an earlier request began it
     */
    record BackupBegun(Started started, CompletionStage<@Nullable StoredBackup> stored) {}

    BackupBegun backup(@Nullable String givenName, Origin origin, Requester requester) {
        checkQueue();
        store.requireRoom();
        String id = store.newId();
        String fallback = databaseName() + ' ' + NAME.format(LocalDateTime.now(ZoneOffset.UTC));
        String name = BackupName.of(givenName == null ? "" : givenName, fallback);
        RunDetail detail = new RunDetail(id, name, null, id, null);
        Backup backup = settings.except().isEmpty()
                ? Backup.of(database)
                : Backup.of(database).except(settings.except().toArray(String[]::new));
        try {
            BackupJob job = backup.history(
                            history, RunRequest.by(requester.name()).key(requester.key()))
                    .observer(observer)
                    .start(store.fileFor(id), threads.backups());
            register.begun(job, detail, requester.name());
            CompletionStage<@Nullable StoredBackup> stored = job.completion()
                    .thenApply(report -> store.add(id, name + ".tar.gz", origin, requester.name(), report));
            stored.whenComplete((done, failure) -> register.over(job.id()));
            return new BackupBegun(new Started(job.id(), true), stored);
        } catch (DuplicateRunException e) {
            return new BackupBegun(repeatedBackup(e, givenName, name), CompletableFuture.completedStage(null));
        }
    }

    private Started repeatedBackup(DuplicateRunException duplicate, @Nullable String givenName, String name) {
        boolean other = register.entry(duplicate.runId()).kind() != RunKind.BACKUP
                || (givenName != null
                        && register.detail(duplicate.runId())
                                .filter(known -> !known.name().equals(name))
                                .isPresent());
        if (other) {
            throw new RefusedException(Reason.INVALID, "The idempotency key was used for another request.");
        }
        return new Started(duplicate.runId(), false);
    }

    /** Tries a backup in a database that is made for it and thrown away. */
    public Started drill(StoredBackup backup, Requester requester) {
        return beginDrill(backup, requester).started();
    }

    /**
     * A drill that was begun.
     *
     * @param started its run
     * @param evidence what came of it; null as its value when an earlier request began it
     */
    record DrillBegun(Started started, CompletionStage<@Nullable DrillReport> evidence) {}

    DrillBegun beginDrill(StoredBackup backup, Requester requester) {
        checkQueue();
        RunDetail detail = new RunDetail(backup.id(), backup.name(), null, store.newId(), null);
        try {
            DrillJob job = Backup.drill(store.source(backup))
                    .limits(store.limits())
                    .history(history, RunRequest.by(requester.name()).key(requester.key()))
                    .observer(observer)
                    .start(threads.backups());
            register.begun(job, detail, requester.name());
            CompletionStage<@Nullable DrillReport> evidence = job.completion().thenApply(report -> report);
            evidence.whenComplete((report, failure) -> register.over(job.id()));
            return new DrillBegun(new Started(job.id(), true), evidence);
        } catch (DuplicateRunException e) {
            return new DrillBegun(repeated(e, detail), CompletableFuture.completedStage(null));
        }
    }

    /** Deletes a backup that no run uses. */
    public void delete(StoredBackup backup) {
        if (register.uses(backup.id())) {
            throw new RefusedException(Reason.CONFLICT, "A run uses this backup; wait for its end or cancel it.");
        }
        store.delete(backup);
    }

    private Restore restore(StoredBackup backup, RestoreRequest request, String work) {
        Restore restore = from(backup, request)
                .into(database)
                .mode(request.modeOrDefault())
                .limits(store.limits())
                .batchRows(settings.batchRows())
                .safetyBackup(SafetyBackup.ofRowsTo(files.safetyBackup(work)));
        if (request.rejecting()) {
            restore = restore.onRowError(RowErrors.reject()).rejectsTo(files.rejects(work));
        }
        if (request.resuming()) {
            restore = restore.resumable();
        }
        if (request.modeOrDefault() == Mode.MERGE) {
            for (StoredBackup.Table table : backup.tables()) {
                restore = withNaturalKey(restore, table.name());
            }
        }
        return restore;
    }

    /** What can be gone on with is a file: a stream under a name may be another one later. The table is named then as its name says. */
    private Restore from(StoredBackup backup, RestoreRequest request) {
        return backup.nameIsTable() && request.resuming()
                ? Restore.from(store.file(backup))
                        .map(store.tableOf(backup), backup.tables().get(0).name())
                : Restore.from(store.source(backup));
    }

    /** Databases differ in the case of the names that they keep: the setting fits a table of the backup in any. */
    private Restore withNaturalKey(Restore restore, String table) {
        for (Map.Entry<String, List<String>> key :
                settings.merge().naturalKeys().entrySet()) {
            if (key.getKey().equalsIgnoreCase(table)) {
                return restore.naturalKey(table, key.getValue().toArray(String[]::new));
            }
        }
        return restore;
    }

    private void confirm(@Nullable String confirmed) {
        String name = databaseName();
        if (!name.equals(confirmed)) {
            throw new RefusedException(
                    Reason.INVALID, "This replaces rows: confirm it with the name of the database, " + name + '.');
        }
    }

    private void checkQueue() {
        if (register.inThisProcess() >= settings.queue()) {
            throw new RefusedException(Reason.BUSY, "Too many runs wait already; try again later.");
        }
    }

    /** Finds the run that an earlier request with the same key began, or refuses: that one asked for something else. */
    private Started repeated(DuplicateRunException duplicate, RunDetail detail) {
        if (register.detail(duplicate.runId())
                .filter(known -> !known.sameAs(detail))
                .isPresent()) {
            throw new RefusedException(Reason.INVALID, "The idempotency key was used for another request.");
        }
        return new Started(duplicate.runId(), false);
    }
}
