package dev.restore.engine.verify;

import dev.restore.backup.BackupSource;
import dev.restore.backup.LeftOut;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.recording.RecordedRun;
import dev.restore.engine.recording.RunSubject;
import dev.restore.engine.session.Cancellation;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Remedies;
import dev.restore.engine.session.Watchdog;
import dev.restore.history.RunResult;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunStatus;
import dev.restore.outcome.VerifyReport;
import dev.restore.outcome.VerifyReport.VerifiedTable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies one backup: reads all of it, and holds it against a database if there is one. */
public final class VerifyRun extends RecordedRun<VerifyReport> {

    private final BackupSource source;
    private final @Nullable ConnectionSource database;
    private final @Nullable String schema;
    private long files = -1;
    private final ReadLimits limits;
    private final boolean wholeTables;
    private final ValueRules rules;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable DatabaseComparison begun;

    /** Creates a run, to be used once and by one thread. */
    public VerifyRun(
            BackupSource source,
            @Nullable ConnectionSource database,
            @Nullable String schema,
            ReadLimits limits,
            ValueRules rules,
            RunRecords records) {
        this(source, database, schema, limits, rules, false, records);
    }

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param rules what values of the backup mean, by the names of the database
     * @param records where it is recorded
     * @param wholeTables whether the database holds the rows of the backup only, those of tables of which it has some among them
     */
    public VerifyRun(
            BackupSource source,
            @Nullable ConnectionSource database,
            @Nullable String schema,
            ReadLimits limits,
            ValueRules rules,
            boolean wholeTables,
            RunRecords records) {
        super(
                new RunSubject(
                        RunKind.VERIFY,
                        source.name(),
                        database == null ? "no database" : "a database",
                        schema == null ? "" : "schema " + schema,
                        false),
                records);
        this.rules = rules;
        this.source = source;
        this.limits = limits;
        this.wholeTables = wholeTables;
        this.database = database == null ? null : recording().told(database);
        this.schema = schema;
    }

    @Override
    protected RunResult result(VerifyReport report) {
        boolean agrees = report.agrees();
        return new RunResult(
                agrees ? RunStatus.COMPLETE : RunStatus.FAILED,
                RunCounts.ofRead(report.rows()),
                agrees ? null : "There are differences: the report says which.",
                report.json());
    }

    @Override
    protected VerifyReport noting(VerifyReport report, List<String> lacking) {
        return report.warned(lacking);
    }

    @Override
    public boolean cancel() {
        return cancellation.cancel();
    }

    /** Verifies. Nothing is changed. Whatever fails after it was to end is a consequence of that. */
    @Override
    protected VerifyReport work() {
        try (Watchdog guard =
                cancellation.begin(new Watchdog(null, "The verification was cancelled", "nothing was changed"))) {
            try {
                guard.check(Phase.OPEN);
                return verify(guard);
            } catch (RestoreCancelledException e) {
                throw e;
            } catch (SQLException | RuntimeException e) {
                if (guard.cancelled()) {
                    throw guard.exception(Phase.OPEN, e);
                }
                throw e instanceof SQLException failure
                        ? Remedies.failure(
                                Phase.OPEN, begun == null ? Messages.beforeRows() : begun.messages(), failure)
                        : (RuntimeException) e;
            }
        }
    }

    private VerifyReport verify(Watchdog guard) throws SQLException {
        try (BackupReader reader = BackupFormats.open(source, limits)) {
            Survey survey = SurveyAhead.ofAll(reader, () -> guard.check(Phase.OPEN));
            recording().backup(reader, survey);
            reader.readFiles((file, content) -> guard.check(Phase.OPEN));
            files = reader.files().map(List::size).orElse(-1);
            if (database == null) {
                return report(survey, null, alone(survey));
            }
            DatabaseComparison comparison =
                    new DatabaseComparison(reader, survey, database, schema, rules, wholeTables, guard);
            begun = comparison;
            List<VerifiedTable> tables = comparison.compare();
            return report(comparison.survey(), comparison.dialect(), tables);
        } catch (IOException e) {
            throw new IllegalStateException("a sink that writes nothing failed", e);
        }
    }

    private static List<VerifiedTable> alone(Survey survey) {
        return survey.tables().stream()
                .map(table -> new VerifiedTable(
                        table.name(),
                        table.rows(),
                        -1,
                        0,
                        List.of(),
                        table.reading().stream().toList()))
                .toList();
    }

    private VerifyReport report(Survey survey, @Nullable String dialect, List<VerifiedTable> tables) {
        return new VerifyReport(
                source.name(),
                survey.format(),
                dialect,
                startedAt().orElseThrow(),
                elapsed(),
                StatedCounts.differences(survey),
                tables,
                files,
                survey.leftOut().stream().map(LeftOut::describe).toList(),
                List.of());
    }
}
