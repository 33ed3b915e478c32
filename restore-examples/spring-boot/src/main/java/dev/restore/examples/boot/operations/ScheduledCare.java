package dev.restore.examples.boot.operations;

import dev.restore.examples.boot.operations.StoredBackup.Origin;
import dev.restore.history.Retention;
import dev.restore.history.RunHistory;
import dev.restore.outcome.DrillReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a backup, tries it in a database of its own, and deletes what need not be kept. Of several instances one does it: the key of the
 * run is the minute. What came of it is in the history.
 */
public final class ScheduledCare {

    /** In whose name it runs. */
    public static final String WHO = "schedule";

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledCare.class);

    private final RestoreOperations operations;
    private final BackupStore store;
    private final RunHistory history;
    private final WorkFiles files;
    private final RestoreProperties settings;

    ScheduledCare(
            RestoreOperations operations,
            BackupStore store,
            RunHistory history,
            WorkFiles files,
            RestoreProperties settings) {
        this.operations = operations;
        this.store = store;
        this.history = history;
        this.files = files;
        this.settings = settings;
    }

    /** Does it for the minute that it is. */
    void run() {
        run(Instant.now());
    }

    /** Does it for the minute of a moment, and waits for the end. Failures are in the history and the log, and end nothing. */
    public void run(Instant now) {
        String minute = now.truncatedTo(ChronoUnit.MINUTES).toString();
        try {
            StoredBackup backup = operations
                    .backup(null, Origin.SCHEDULED, Requester.of(WHO, "backup " + minute))
                    .stored()
                    .toCompletableFuture()
                    .join();
            if (backup == null) {
                return; // another instance does it
            }
            if (settings.schedule().drill()) {
                drill(backup, minute);
            }
            retain();
        } catch (CompletionException e) {
            LOG.error("the scheduled backup has failed: {}", message(e.getCause()));
        } catch (RuntimeException e) {
            LOG.error("the scheduled backup has failed: {}", message(e));
        }
    }

    private void drill(StoredBackup backup, String minute) {
        try {
            DrillReport evidence = operations
                    .beginDrill(backup, Requester.of(WHO, "drill " + minute))
                    .evidence()
                    .toCompletableFuture()
                    .join();
            if (evidence != null && !evidence.passed()) {
                LOG.error("backup {} did not come back whole in its restore drill", backup.id());
            }
        } catch (CompletionException e) {
            LOG.error("the restore drill of backup {} has failed: {}", backup.id(), message(e.getCause()));
        } catch (RuntimeException e) {
            LOG.error("the restore drill of backup {} has failed: {}", backup.id(), message(e));
        }
    }

    /** Deletes scheduled backups beyond those that are kept, and old runs with their files. */
    void retain() {
        List<StoredBackup> scheduled = store.list().stream()
                .filter(backup -> backup.origin() == Origin.SCHEDULED)
                .skip(Math.max(1, settings.schedule().keep()))
                .toList();
        for (StoredBackup backup : scheduled) {
            try {
                operations.delete(backup);
                history.audit("", WHO, "DELETE", backup.id());
            } catch (RefusedException e) {
                LOG.info("backup {} is kept: {}", backup.id(), e.getMessage());
            }
        }
        history.prune(Retention.of(settings.history().keep()), WHO);
        files.prune(settings.history().keep());
    }

    private static String message(@Nullable Throwable failure) {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
