package dev.restore.engine.restore;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.planning.BackupMatcher;
import dev.restore.engine.planning.Choice;
import dev.restore.engine.planning.FileReadings;
import dev.restore.engine.planning.FilesPlanner;
import dev.restore.engine.planning.Matching;
import dev.restore.engine.planning.Planner;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.resume.Continuation;
import dev.restore.engine.resume.Lane;
import dev.restore.engine.resume.ResumableRestore;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.HeapPeak;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Remedies;
import dev.restore.engine.session.Watch;
import dev.restore.engine.step.CommitStep;
import dev.restore.engine.step.Committed;
import dev.restore.engine.step.FilesStep;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.Transactions;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Redaction;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RestoredFiles;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restore: open, plan, prepare, load, finish, report. */
public final class RestoreRun {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

    /**
     * A backup of up to this size is read to its end before anything is changed, so that every problem in it is found then.
     * Of a table that is larger only the first few MiB are read first, because reading costs about a fifth of the time of
     * a restore; what they did not show is found while loading, and rolled back.
     */
    private static final long SURVEY_BYTES = 16L << 20;

    private final BackupSource source;
    private final ConnectionSource target;
    private final RestoreOptions options;
    private final RunMemory memory;
    private final HeapPeak heap = new HeapPeak();
    private final Object telling = new Object();
    private final Rejects rejects;
    private volatile @Nullable Instant startedAt;
    private long startedNanos = System.nanoTime();

    private volatile Phase phase = Phase.OPEN;
    private String format = "";
    private String dialectId = "";
    private final RunLog log = new RunLog();
    private Messages messages = Messages.beforeRows();
    private volatile @Nullable Watch watch;
    private volatile boolean cancelled;
    private @Nullable RestoreReport committed;
    private @Nullable Transactions transactions;

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param memory what earlier runs with the same source, target and options have learned
     */
    public RestoreRun(BackupSource source, ConnectionSource target, RestoreOptions options, RunMemory memory) {
        this.memory = memory;
        this.source = source;
        this.target = target;
        this.options = options;
        this.rejects = new Rejects(options);
    }

    /** Decides everything and changes nothing. */
    public RestorePlan plan() {
        try (BackupReader reader = open();
                SurveyAhead survey = survey(reader);
                BorrowedConnection borrowed = target.borrow()) {
            Connection connection = borrowed.connection();
            Dialect dialect = memory.dialect(connection.getMetaData());
            try (Dialect.Session session = dialect.open(connection, settings(borrowed))) {
                phase = Phase.PLAN;
                RestorePlan plan = plan(reader, survey, () -> {}, dialect, session, borrowed);
                return new Continuation(options, plan, reader, dialect, borrowed).adapted();
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

    /** Restores. Whatever ends it, the listener hears of it and the connection goes back as it came. */
    public RestoreReport run() {
        startedAt = Instant.now();
        startedNanos = System.nanoTime();
        LOG.debug("restoring {}", source.name());
        RestoreReport report;
        try (Watch guard = watch()) {
            report = restore(guard);
        } catch (SQLException e) {
            if (committed == null) {
                throw failed(afterCommits(translate(e)).redacted());
            }
            LOG.warn("the rows are in, but the connection could not be put back as it was", messages.redacted(e));
            report = committed;
        } catch (RestoreException e) {
            throw failed(afterCommits(e).redacted());
        } catch (OutOfMemoryError e) {
            if (!options.limits().exceedThisHeap()) {
                failed(e);
                throw e;
            }
            throw failed(afterCommits(beyondTheHeap(e)).redacted());
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
        log.ended(source.name(), report);
        tellFinished(report);
        return report;
    }

    private Watch watch() {
        Watch created = new Watch(options.deadline());
        watch = created;
        if (cancelled) {
            created.cancel();
        }
        return created;
    }

    /** Returns when it began, empty when it has not begun. May be called from any thread. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    /** Returns the step the run is in. May be called from any thread. */
    public Phase phase() {
        return phase;
    }

    /**
     * Asks the run to end, before or while it runs. May be called from any thread.
     *
     * @return false when it comes too late: the commit has begun or the run is over
     */
    public boolean cancel() {
        cancelled = true;
        Watch running = watch;
        return running == null || running.cancel();
    }

    /** Restores, and whatever fails after the run was to end is a consequence of that. */
    private RestoreReport restore(Watch guard) throws SQLException {
        try {
            guard.check(phase);
            return restoreGuarded(guard);
        } catch (RestoreCancelledException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            if (committed == null && guard.cancelled()) {
                RestoreCancelledException cancellation = guard.exception(phase);
                cancellation.addSuppressed(Redaction.of(e));
                throw cancellation;
            }
            throw e;
        }
    }

    private RestoreReport restoreGuarded(Watch guard) throws SQLException {
        try (BackupReader reader = open();
                SurveyAhead survey = survey(reader);
                BorrowedConnection borrowed = target.borrow()) {
            Connection connection = borrowed.connection();
            Dialect dialect = memory.dialect(connection.getMetaData());
            dialectId = dialect.id();
            log.begun(borrowed);
            try (Dialect.Session session = dialect.open(connection, settings(borrowed))) {
                // Reading the catalog and counting may wait for others as any statement may.
                guard.guard(session);
                tell(new RestoreEvent.Opened(source.name(), format, dialectId));

                phase = Phase.PLAN;
                Continuation continuation = new Continuation(
                        options,
                        plan(reader, survey, () -> guard.check(phase), dialect, session, borrowed),
                        reader,
                        dialect,
                        borrowed);
                RestorePlan plan = continuation.adapted();
                if (!plan.feasible()) {
                    throw new PlanException(plan.problems());
                }
                if (!options.approval().test(plan)) {
                    throw new RestoreCancelledException(
                            phase,
                            false,
                            RestoreCancelledException.Reason.NOT_APPROVED,
                            "The plan was not approved; nothing was changed.");
                }
                tell(new RestoreEvent.Planned(
                        plan.scope().loaded().stream()
                                .map(table -> plan.scope().catalog().spell(table.name()))
                                .toList(),
                        plan.survey().complete() ? plan.scope().expectedRows() : -1,
                        plan::describe));
                RunContext context = new RunContext(
                        plan,
                        options,
                        reader,
                        connection,
                        session,
                        new CommitStep(dialect, session, target, messages),
                        rejects,
                        heap,
                        guard,
                        next -> phase = next,
                        this::tell);
                try {
                    return complete(
                            context, continuation, borrowed, new Lane.Opener(dialect, target, settings(borrowed)));
                } finally {
                    guard.leaveAlone();
                    rejects.close();
                }
            }
        }
    }

    private RestoreReport complete(
            RunContext context, Continuation continuation, BorrowedConnection borrowed, Lane.Opener lanes)
            throws SQLException {
        Transactions begun = options.resumable()
                ? new ResumableRestore(context, continuation, lanes)
                : new AtomicRestore(context, borrowed.callersTransaction(), continuation.givenUp());
        try (FilesStep files = FilesStep.stage(context)) {
            return complete(context, begun, borrowed, files);
        }
    }

    private RestoreReport complete(RunContext context, Transactions begun, BorrowedConnection borrowed, FilesStep files)
            throws SQLException {
        transactions = begun;
        Transactions.Result result = begun.run();
        phase = Phase.REPORT;
        List<String> warnings = new ArrayList<>(result.warnings());
        warnings.addAll(Continuation.lasting(context.plan().notes()));
        RestoredFiles restored = files.swap(warnings);
        if (!borrowed.callersTransaction()) {
            tellCommitted(warnings);
        }
        RestoreReport report = report(
                rejects.any() ? Outcome.COMPLETE_WITH_LOSS : Outcome.COMPLETE,
                result.tables(),
                List.of(),
                warnings,
                null,
                restored,
                context.plan().survey().leftOut().stream()
                        .map(LeftOut::describe)
                        .toList());
        committed = report;
        return report;
    }

    private SurveyAhead survey(BackupReader reader) {
        return memory.survey(reader, this::surveyed);
    }

    private Survey surveyed(BackupReader reader) {
        return reader.survey(SURVEY_BYTES, options.rowErrors().rejects(), options.except());
    }

    /** Reads the backup once more where the target shows that a file is something else than what it was read as. */
    private Survey decided(Survey surveyed, BackupReader reader, Catalog catalog) {
        if (surveyed.undecided().isEmpty()) {
            return surveyed;
        }
        Set<String> rows = new FileReadings(
                        surveyed,
                        catalog,
                        options.tableNames(),
                        options.columnNames(),
                        new Choice(surveyed, options)::wants)
                .rows();
        if (rows.isEmpty()) {
            return surveyed;
        }
        reader.readAsOneRow(rows);
        return surveyed(reader);
    }

    private RestorePlan plan(
            BackupReader reader,
            SurveyAhead survey,
            Runnable check,
            Dialect dialect,
            Dialect.Session session,
            BorrowedConnection borrowed)
            throws SQLException {
        Catalog catalog = session.catalog();
        messages = new Messages(session, catalog);
        Survey surveyed = decided(survey.await(phase, check), reader, catalog);
        Matching matching = memory.matching(
                catalog,
                surveyed,
                () -> new BackupMatcher(surveyed, reader.manifest(), catalog, dialect, options).match());
        return new Planner(
                        reader,
                        source.name(),
                        matching.survey(),
                        matching,
                        dialect,
                        session,
                        options,
                        borrowed.callersTransaction(),
                        FilesPlanner.fileOf(borrowed.connection().getMetaData().getURL()))
                .plan(catalog);
    }

    private BackupReader open() {
        BackupReader reader = memory.open(source, options.limits());
        format = reader.format();
        return reader;
    }

    private SessionSettings settings(BorrowedConnection borrowed) {
        return new SessionSettings(
                options.schema(),
                options.zone(),
                borrowed.callersTransaction(),
                options.quick(),
                false,
                options.sequences(),
                memory.catalogs());
    }

    /** Several threads may load, and the listener hears of one thing after the other. */
    private void tell(RestoreEvent event) {
        heap.sample();
        synchronized (telling) {
            options.listener().on(event);
        }
    }

    private void tellFinished(RestoreReport report) {
        try {
            options.listener().on(new RestoreEvent.Finished(report));
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed after the end of the restore", e);
        }
    }

    /** The rows are in: a listener that fails now cannot undo that, and must not make it look undone. */
    private void tellCommitted(List<String> warnings) {
        try {
            tell(new RestoreEvent.Committed());
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed after the commit", e);
            warnings.add("A listener failed after the commit: " + e);
        }
    }

    /** What others hold is a problem of the plan as long as nothing was begun, wherever a database first says so. */
    private RestoreException translate(SQLException e) {
        if (phase == Phase.PLAN && messages.busy(e)) {
            return new PlanException(List.of(Remedies.busy(messages, e)));
        }
        return Remedies.failure(phase, messages, e);
    }

    private RestoreException afterCommits(RestoreException failure) {
        Committed stays = transactions == null ? null : transactions.committed();
        return stays == null || failure.committed() ? failure : AfterCommits.of(failure, stays);
    }

    private <E extends Throwable> E failed(E failure) {
        LOG.debug("the restore of {} failed in phase {}", source.name(), phase, failure);
        Outcome outcome = failure instanceof RestoreCancelledException ? Outcome.CANCELLED : Outcome.FAILED;
        String error = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        List<Violation> violations = failure instanceof VerificationException e ? e.violations() : List.of();
        Committed stays = transactions == null ? null : transactions.committed();
        List<TableReport> tables = stays == null ? List.of() : stays.tables();
        tellFinished(report(outcome, tables, violations, List.of(), error, null, List.of()));
        return failure;
    }

    private RestoreReport report(
            Outcome outcome,
            List<TableReport> tables,
            List<Violation> violations,
            List<String> warnings,
            @Nullable String error,
            @Nullable RestoredFiles files,
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
                rejects.first(),
                violations,
                warnings,
                rejects.directory(),
                transactions == null ? null : transactions.safetyBackup(),
                error,
                files,
                leftOut);
    }
}
