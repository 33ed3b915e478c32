package dev.restore.engine.recording;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.TargetName;
import dev.restore.history.BackupFacts;
import dev.restore.history.RunHistory;
import dev.restore.history.RunOwner;
import dev.restore.history.RunResult;
import dev.restore.history.RunStart;
import dev.restore.history.RunUpdate;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one run to its history and its observers: announced perhaps, begun, then what is found out and how far it is, and ended once.
 * Safe for use by several threads.
 */
public final class RunRecording {

    private final RunSubject subject;
    private final RunRecords records;
    private final String id;
    private final ObservedRun observed;
    private volatile Runnable canceller = () -> {};
    private @Nullable HistoryWriter writer;
    private boolean ended;
    private RunStatus status = RunStatus.PENDING;
    private BackupFacts backup;
    private String target;
    private RunProgress progress = RunProgress.none(Phase.OPEN);
    private @Nullable String safetyBackup;

    /** Creates the recording of a run that nobody is told of yet. */
    public RunRecording(RunSubject subject, RunRecords records) {
        this.subject = subject;
        this.records = records;
        String resumed = records.request().resumes();
        this.id = resumed == null ? UUID.randomUUID().toString() : resumed;
        this.observed = new ObservedRun(records.observer());
        this.backup = BackupFacts.named(subject.backup());
        this.target = subject.target();
    }

    /** Returns the id of the run. */
    public String id() {
        return id;
    }

    /** Sets how the run is cancelled when somebody asks for that through its history. Default: not at all. */
    public void cancelledBy(Runnable way) {
        canceller = way;
    }

    /**
     * Writes the entry of a run that waits for its thread.
     *
     * @throws HistoryException when the history cannot be written
     * @throws dev.restore.outcome.DuplicateRunException when the key of the request is taken
     */
    public void announce() {
        write(RunStatus.PENDING);
    }

    /** Says that the run begins, on its thread, and writes its entry unless that is there. Throws what {@link #announce} throws. */
    public void begin() {
        HistoryWriter announced;
        synchronized (this) {
            status = RunStatus.RUNNING;
            announced = writer;
        }
        if (announced == null) {
            write(RunStatus.RUNNING);
        } else {
            update();
            announced.writeSoon();
        }
        observed.begun(subject, id);
        observed.phase(progress().phase());
    }

    private void write(RunStatus first) {
        RunHistory history = records.history();
        if (history == null) {
            return;
        }
        HistoryWriter created = new HistoryWriter(
                history,
                new RunStart(
                        id,
                        subject.kind(),
                        first,
                        records.request(),
                        RunOwner.thisProcess(),
                        subject.backup(),
                        subject.target(),
                        subject.options(),
                        subject.resumable()),
                () -> canceller.run());
        created.begin();
        synchronized (this) {
            writer = created;
        }
        update();
    }

    /**
     * Does the whole of a run on this thread: begins, works and ends.
     *
     * @param work the run
     * @param result says how it ended
     * @param noting adds to its report what the history lacks
     */
    public <R> R around(Supplier<R> work, Function<R, RunResult> result, BiFunction<R, List<String>, R> noting) {
        begin();
        R report;
        try {
            report = work.get();
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
        List<String> lacking = end(result.apply(report), null);
        return lacking.isEmpty() ? report : noting.apply(report, lacking);
    }

    /** Says that the run ended without a report. */
    public void failed(Throwable failure) {
        RunStatus how = failure instanceof RestoreCancelledException ? RunStatus.CANCELLED : RunStatus.FAILED;
        end(new RunResult(how, RunCounts.NONE, error(failure), null), failure);
    }

    /** Returns what a history says of a failure: what others than the library throw may quote values. */
    public static String error(Throwable failure) {
        return failure instanceof RestoreException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getName();
    }

    /** Returns connections which are told to be those of the database that the run works on. */
    public ConnectionSource told(ConnectionSource database) {
        return () -> {
            BorrowedConnection borrowed = database.borrow();
            try {
                opened(borrowed.connection());
                return borrowed;
            } catch (SQLException | RuntimeException e) {
                try (borrowed) {
                    throw e;
                }
            }
        };
    }

    /**
     * Says on which database the run works.
     *
     * @throws HistoryException when the history cannot be written while the run works on it
     */
    public void opened(Connection database) throws SQLException {
        HistoryWriter written;
        synchronized (this) {
            written = writer;
        }
        if (written == null) {
            return;
        }
        Optional<String> conflict = written.conflictWith(database);
        if (conflict.isPresent()) {
            throw new HistoryException(conflict.get(), null);
        }
        String address = TargetName.of(database.getMetaData().getURL());
        synchronized (this) {
            target = address;
        }
        update();
    }

    /** Says what is known of the backup by now. */
    public void backup(String fingerprint, String format, long bytes, long rows, int tables) {
        synchronized (this) {
            backup = new BackupFacts(subject.backup(), fingerprint, format, bytes, rows, tables);
        }
        update();
    }

    /** Says what a whole survey found of the backup. */
    public void backup(BackupReader reader, Survey survey) {
        backup(
                reader.fingerprint().orElse(""),
                survey.format(),
                survey.bytes(),
                survey.tables().stream().mapToLong(Survey.SurveyedTable::rows).sum(),
                survey.tables().size());
    }

    /** Says where the safety backup is. */
    public void saved(String path) {
        synchronized (this) {
            safetyBackup = path;
        }
        update();
    }

    /** Says which step comes next. */
    public void phase(Phase phase) {
        synchronized (this) {
            progress = progress.in(phase);
        }
        update();
        observed.phase(phase);
    }

    /** Says how far the run is. */
    public void progress(RunProgress latest) {
        synchronized (this) {
            progress = latest;
        }
        update();
        observed.progress(latest);
    }

    /** Returns how far the run is. */
    public synchronized RunProgress progress() {
        return progress;
    }

    private synchronized void update() {
        if (writer != null) {
            writer.update(known());
        }
    }

    private synchronized RunUpdate known() {
        return new RunUpdate(status, backup, target, progress, safetyBackup);
    }

    /**
     * Says how the run ended. What is told after the first time is told to nobody.
     *
     * @param failure what ended it, null when it did what it was to do
     * @return warnings: what the history lacks
     */
    public List<String> end(RunResult result, @Nullable Throwable failure) {
        HistoryWriter written;
        synchronized (this) {
            if (ended) {
                return List.of();
            }
            ended = true;
            written = writer;
        }
        observed.ended(result.status(), result.counts(), progress(), failure);
        return written == null ? List.of() : written.end(known(), result);
    }
}
