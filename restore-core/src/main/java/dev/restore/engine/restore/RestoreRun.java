package dev.restore.engine.restore;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Violation;
import dev.restore.engine.options.Contradictions;
import dev.restore.engine.options.OptionsText;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.options.RunControl;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.recording.RunRecording;
import dev.restore.engine.recording.RunSubject;
import dev.restore.engine.recording.StartableRun;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.resume.ResumableRestore;
import dev.restore.engine.resume.ResumeDecision;
import dev.restore.engine.resume.Worker;
import dev.restore.engine.session.Cancellation;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.HeapPeak;
import dev.restore.engine.session.Remedies;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.step.CommitStep;
import dev.restore.engine.step.Committed;
import dev.restore.engine.step.FilesStep;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.Transactions;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.MappedKeys;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Redaction;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RestoredFiles;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restore: open, plan, prepare, load, finish, report. */
public final class RestoreRun implements StartableRun<RestoreReport> {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

    private final BackupSource source;
    private final ConnectionSource target;
    private final RestoreOptions options;
    private final RunControl control;
    private final RunMemory memory;
    private final PlanStep planning;
    private final HeapPeak heap = new HeapPeak();
    private final RunListener listener;
    private final RunRecording recording;
    private final Rejects rejects;
    private volatile @Nullable Instant startedAt;
    private long startedNanos = System.nanoTime();

    private volatile Phase phase = Phase.OPEN;
    private String format = "";
    private String dialectId = "";
    private final RunLog log = new RunLog();
    private final Cancellation cancellation = new Cancellation();
    private @Nullable RestoreReport committed;
    private @Nullable Transactions transactions;

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param memory what earlier runs with the same source, target and options have learned
     * @throws IllegalArgumentException if an option contradicts another
     */
    public RestoreRun(
            BackupSource source,
            ConnectionSource target,
            RestoreOptions options,
            RunControl control,
            RunMemory memory) {
        this.memory = memory;
        this.source = source;
        this.target = target;
        this.options = Contradictions.noneIn(options);
        this.control = control;
        this.planning = new PlanStep(source, options, memory);
        this.recording = new RunRecording(
                new RunSubject(
                        control.kind(),
                        source.name(),
                        "a database",
                        OptionsText.of(options),
                        options.safety().resumable()),
                control.records());
        this.listener = new RunListener(control.listener().andThen(this::record), heap);
        this.rejects = new Rejects(options);
        cancelledBy(this::cancel);
    }

    /** Decides everything and changes nothing. */
    public RestorePlan plan() {
        try (BackupReader reader = planning.open();
                SurveyAhead survey = planning.survey(reader);
                OpenTarget opened = OpenTarget.open(target, memory, planning::settings)) {
            phase = Phase.PLAN;
            RestorePlan plan = planning.plan(reader, survey, opened, () -> {}).adapted();
            try (Watchdog guard = new Watchdog(null)) {
                return new KeyPreview(options, reader, opened, guard).of(plan);
            }
        } catch (SQLException e) {
            throw translate(e).redacted();
        } catch (OutOfMemoryError e) {
            if (options.limits().exceedThisHeap()) {
                throw beyondTheHeap(e).redacted();
            }
            throw e;
        }
    }

    private static RestoreException beyondTheHeap(OutOfMemoryError e) {
        return new BackupFormatException(
                "The backup needs more memory than this heap has, within limits that were raised past what fits into it: give"
                        + " the JVM more (java -Xmx), or lower the limits (limits, --limit)",
                e);
    }

    @Override
    public String id() {
        return recording.id();
    }

    @Override
    public RunKind kind() {
        return control.kind();
    }

    @Override
    public RunProgress progress() {
        return recording.progress();
    }

    @Override
    public void cancelledBy(Runnable way) {
        recording.cancelledBy(way);
    }

    @Override
    public void announce() {
        recording.announce();
    }

    @Override
    public void withdraw(RestoreException because) {
        failed(because);
    }

    /** Restores. Whatever ends it, the listener hears of it and the connection goes back as it came. */
    @Override
    public RestoreReport run() {
        recording.begin();
        startedAt = Instant.now();
        startedNanos = System.nanoTime();
        LOG.debug("restoring {}", source.name());
        RestoreReport report;
        try (Watchdog guard = watch()) {
            report = restore(guard);
        } catch (SQLException | RuntimeException | Error e) {
            RestoreReport done = committed;
            if (done == null) {
                throw failure(e);
            }
            // The rows are in, and all that was left was to give back what the run had.
            LOG.warn("the restore is committed, but its end has failed", Redaction.of(e));
            report = RecordedReport.noting(
                    done,
                    List.of("The restore is committed, but its end has failed ("
                            + e.getClass().getSimpleName() + "): the connection may not be as it came, or the last"
                            + " rejected rows not be written."));
        }
        RestoreReport recorded = RecordedReport.of(report, recording, null);
        log.ended(source.name(), recorded);
        listener.finished(recorded);
        return recorded;
    }

    private Watchdog watch() {
        return cancellation.begin(new Watchdog(control.deadline()));
    }

    @Override
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    @Override
    public Phase phase() {
        return phase;
    }

    /**
     * Asks the run to end, before or while it runs. May be called from any thread.
     *
     * @return false when it comes too late: the commit has begun or the run is over
     */
    @Override
    public boolean cancel() {
        return cancellation.cancel();
    }

    /** Restores, and whatever fails after the run was to end is a consequence of that. */
    private RestoreReport restore(Watchdog guard) throws SQLException {
        try {
            guard.check(phase);
            return restoreGuarded(guard);
        } catch (RestoreCancelledException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            if (committed == null && guard.cancelled()) {
                throw guard.exception(phase, e);
            }
            throw e;
        }
    }

    private RestoreReport restoreGuarded(Watchdog guard) throws SQLException {
        try (BackupReader reader = planning.open();
                SurveyAhead survey = planning.survey(reader);
                OpenTarget opened = OpenTarget.open(target, memory, planning::settings)) {
            format = reader.format();
            dialectId = opened.dialect().id();
            log.begun(opened.borrowed());
            // Reading the catalog and counting may wait for others as any statement may.
            guard.guard(opened.session());
            recording.opened(opened.connection());
            recording.backup(reader.fingerprint().orElse(""), format, reader.size(), -1, -1);
            listener.tell(new RestoreEvent.Opened(source.name(), format, dialectId));

            enter(Phase.PLAN);
            ResumeDecision decision = planning.plan(reader, survey, opened, () -> guard.check(phase));
            RestorePlan plan = decision.adapted();
            recording.backup(
                    reader.fingerprint().orElse(""),
                    format,
                    plan.survey().bytes(),
                    plan.survey().complete() ? plan.scope().expectedRows() : -1,
                    plan.tables().size());
            requireApproved(plan);
            listener.tell(planned(plan));

            RunContext run = context(plan, reader, opened, guard);
            try (FilesStep files = FilesStep.stage(run)) {
                Transactions prepared = options.safety().resumable()
                        ? new ResumableRestore(run, decision, workers(opened))
                        : new AtomicRestore(run, opened.borrowed().callersTransaction(), decision.givenUp());
                transactions = prepared;
                // Prepares, loads, finishes and commits.
                Transactions.Result result = prepared.run();

                enter(Phase.REPORT);
                List<String> warnings = new ArrayList<>(result.warnings());
                warnings.addAll(ResumeDecision.lasting(plan.notes()));
                RestoredFiles restored = files.swap(warnings);
                if (!opened.borrowed().callersTransaction()) {
                    listener.committed(warnings);
                }
                RestoreReport report = report(
                        rejects.any() ? Outcome.COMPLETE_WITH_LOSS : Outcome.COMPLETE,
                        result.tables(),
                        List.of(),
                        warnings,
                        null,
                        restored,
                        result.keys(),
                        plan.survey().leftOut().stream().map(LeftOut::describe).toList());
                committed = report;
                return report;
            } finally {
                guard.leaveAlone();
                rejects.close();
            }
        }
    }

    private void requireApproved(RestorePlan plan) {
        if (!plan.feasible()) {
            throw new PlanException(plan.problems());
        }
        if (!control.approval().test(plan)) {
            throw new RestoreCancelledException(
                    phase,
                    false,
                    RestoreCancelledException.Reason.NOT_APPROVED,
                    "The plan was not approved; nothing was changed.");
        }
    }

    private static RestoreEvent.Planned planned(RestorePlan plan) {
        return new RestoreEvent.Planned(
                plan.scope().loaded().stream()
                        .map(table -> plan.scope().catalog().spell(table.name()))
                        .toList(),
                plan.survey().complete() ? plan.scope().expectedRows() : -1,
                plan::describe);
    }

    private RunContext context(RestorePlan plan, BackupReader reader, OpenTarget opened, Watchdog guard) {
        return new RunContext(
                plan,
                options,
                reader,
                opened.connection(),
                opened.session(),
                new CommitStep(opened.dialect(), opened.session(), target, planning.messages()),
                rejects,
                heap,
                guard,
                this::enter,
                listener::tell);
    }

    private Worker.Opener workers(OpenTarget opened) {
        return new Worker.Opener(opened.dialect(), target, opened.settings());
    }

    private void enter(Phase next) {
        phase = next;
        recording.phase(next);
    }

    private void record(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress latest) {
            recording.progress(RunProgress.of(phase, latest));
        } else if (event instanceof RestoreEvent.Saved saved) {
            recording.saved(saved.path());
        } else if (event instanceof RestoreEvent.StartedOver) {
            recording.progress(RunProgress.none(phase));
        }
    }

    /** What others hold is a problem of the plan as long as nothing was begun, wherever a database first says so. */
    private RestoreException translate(SQLException e) {
        if (phase == Phase.PLAN && planning.messages().busy(e)) {
            return new PlanException(List.of(Remedies.busy(planning.messages(), e)));
        }
        return Remedies.failure(phase, planning.messages(), e);
    }

    private RestoreException afterCommits(RestoreException failure) {
        Committed stays = transactions == null ? null : transactions.committed();
        return stays == null || failure.committed() ? failure : AfterCommits.of(failure, stays);
    }

    /** Returns what a run ends with that has failed. Nothing that comes after a commit may look as if nothing had happened. */
    private RuntimeException failure(Throwable e) {
        if (e instanceof SQLException of) {
            return failed(afterCommits(translate(of)).redacted());
        }
        if (e instanceof RestoreException known) {
            return failed(afterCommits(known).redacted());
        }
        if (e instanceof OutOfMemoryError full && options.limits().exceedThisHeap()) {
            return failed(afterCommits(beyondTheHeap(full)).redacted());
        }
        Committed stays = transactions == null ? null : transactions.committed();
        if (stays != null && stays.whole()) {
            return failed(AfterCommits.of(phase, e, stays));
        }
        failed(e);
        if (e instanceof Error error) {
            throw error;
        }
        return (RuntimeException) e;
    }

    private <E extends Throwable> E failed(E failure) {
        LOG.debug("the restore of {} failed in phase {}", source.name(), phase, failure);
        Outcome outcome = failure instanceof RestoreCancelledException ? Outcome.CANCELLED : Outcome.FAILED;
        String error = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        List<Violation> violations = failure instanceof VerificationException e ? e.violations() : List.of();
        Committed stays = transactions == null ? null : transactions.committed();
        List<TableReport> tables = stays == null ? List.of() : stays.tables();
        RestoreReport report = report(outcome, tables, violations, List.of(), error, null, List.of(), List.of());
        listener.finished(RecordedReport.of(report, recording, failure));
        return failure;
    }

    private RestoreReport report(
            Outcome outcome,
            List<TableReport> tables,
            List<Violation> violations,
            List<String> warnings,
            @Nullable String error,
            @Nullable RestoredFiles files,
            List<MappedKeys> keys,
            List<String> leftOut) {
        return new RestoreReport(
                outcome,
                source.name(),
                format,
                dialectId,
                startedAt().orElseGet(Instant::now),
                Duration.ofNanos(System.nanoTime() - startedNanos),
                heap.bytes(),
                tables,
                tables.isEmpty() || transactions == null ? 0 : transactions.rowsEarlier(),
                rejects.first(),
                violations,
                warnings,
                rejects.directory(),
                transactions == null ? null : transactions.safetyBackup(),
                error,
                files,
                keys,
                leftOut);
    }
}
