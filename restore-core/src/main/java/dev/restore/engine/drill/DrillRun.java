package dev.restore.engine.drill;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.Survey;
import dev.restore.backup.format.BackupFormats;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.options.RunControl;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.recording.RecordedRun;
import dev.restore.engine.recording.RunSubject;
import dev.restore.engine.recording.StartableRun;
import dev.restore.engine.restore.RestoreRun;
import dev.restore.engine.restore.RunMemory;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Remedies;
import dev.restore.engine.session.TemporaryFiles;
import dev.restore.engine.verify.VerifyRun;
import dev.restore.history.RunResult;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.DrillReport.DrilledTable;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerifyReport;
import dev.restore.outcome.VerifyReport.VerifiedTable;
import dev.restore.plan.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One drill: make a database, restore into it, read everything again, throw it away. */
public final class DrillRun extends RecordedRun<DrillReport> {

    private final BackupSource source;
    private final @Nullable Path parent;
    private final ReadLimits limits;
    private final @Nullable ConnectionSource against;
    private final @Nullable String schema;
    private final Map<String, List<String>> naturalKeys = new LinkedHashMap<>();
    private volatile boolean cancelled;
    private volatile @Nullable StartableRun<?> inner;

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param parent where the database is made, or null for the directory of the system for temporary files
     * @param against the database whose tables are taken for it, or null for those that the backup describes
     * @param schema the schema of these tables, or null for the connection's own
     * @param limits how much the backup may ask for
     * @param records where the drill is recorded
     */
    public DrillRun(
            BackupSource source,
            @Nullable Path parent,
            @Nullable ConnectionSource against,
            @Nullable String schema,
            ReadLimits limits,
            RunRecords records) {
        super(
                new RunSubject(
                        RunKind.DRILL,
                        source.name(),
                        "a database of its own",
                        against == null ? "" : "against a database" + (schema == null ? "" : ", schema " + schema),
                        false),
                records);
        this.source = source;
        this.limits = limits;
        this.parent = parent;
        this.against = against;
        this.schema = schema;
    }

    @Override
    public boolean cancel() {
        cancelled = true;
        StartableRun<?> running = inner;
        if (running != null) {
            running.cancel();
        }
        return true;
    }

    private void check() {
        if (cancelled) {
            throw new RestoreCancelledException(
                    phase(),
                    false,
                    RestoreCancelledException.Reason.CANCELLED,
                    "The drill was cancelled; nothing was changed.");
        }
    }

    /** Does a part of the drill that is a run of its own. */
    private <T> T within(StartableRun<T> part) {
        inner = part;
        try {
            check();
            T done = part.run();
            check();
            return done;
        } catch (RestoreCancelledException e) {
            check();
            throw e;
        } finally {
            inner = null;
        }
    }

    @Override
    protected RunResult result(DrillReport report) {
        boolean passed = report.passed();
        return new RunResult(
                passed ? RunStatus.COMPLETE : RunStatus.FAILED,
                RunCounts.ofRead(report.rows()),
                passed ? null : "Not all rows came back as they were: the report says which.",
                report.json());
    }

    @Override
    protected DrillReport noting(DrillReport report, List<String> lacking) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(lacking);
        return new DrillReport(
                report.backup(),
                report.format(),
                report.database(),
                report.startedAt(),
                report.duration(),
                report.rows(),
                report.tables(),
                notes);
    }

    /** Makes the drill. */
    @Override
    protected DrillReport work() {
        check();
        DrillDatabase database = DrillDatabase.present()
                .orElseThrow(
                        () -> new PlanException(
                                List.of(
                                        new Problem(
                                                Problem.Kind.BAD_OPTION,
                                                source.name(),
                                                "A drill needs an embedded database, and there is none.",
                                                "Put H2 (com.h2database:h2) on the class path, or SQLite (org.xerial:sqlite-jdbc) and its dialect."))));
        try {
            Path directory = parent == null
                    ? Files.createTempDirectory("restore-drill")
                    : Files.createTempDirectory(parent, "restore-drill");
            try {
                return in(directory, database);
            } finally {
                TemporaryFiles.delete(directory, "the database of a drill");
            }
        } catch (IOException e) {
            throw new BackupWriteException(
                    Phase.PREPARE,
                    "There is no place for the database of the drill: " + e.getMessage()
                            + "; name a directory with space",
                    e);
        } catch (SQLException e) {
            throw Remedies.failure(Phase.PREPARE, Messages.beforeRows(), e);
        }
    }

    private DrillReport in(Path directory, DrillDatabase present) throws SQLException {
        DrillDatabase database;
        DrillSchema made;
        Survey survey;
        try (BackupReader reader = BackupFormats.open(source, limits)) {
            reader.manifest().ifPresent(manifest -> naturalKeys.putAll(manifest.naturalKeys()));
            database = present.forBackup(reader.manifest());
            survey = SurveyAhead.ofAll(reader, this::check);
            recording().backup(reader, survey);
            made = against == null
                    ? new DrillSchema(database, survey, reader.manifest())
                    : DrillCatalog.read(database, against, schema, survey, reader.manifest());
        }
        for (int attempt = 1; ; attempt++) {
            String url = database.url(directory.resolve("drill" + attempt));
            try (Connection open = DriverManager.getConnection(url)) {
                create(open, made);
                Optional<DrillReport> report = restored(made, survey, url, open);
                if (report.isPresent()) {
                    return report.get();
                }
            }
        }
    }

    private void record(RestoreEvent event) {
        if (event instanceof RestoreEvent.Progress latest) {
            recording().progress(RunProgress.of(Phase.LOAD, latest));
        }
    }

    private static void create(Connection connection, DrillSchema made) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : made.statements()) {
                statement.execute(sql);
            }
        }
    }

    /** Returns empty when a column of the database cannot hold what the source's could, and holds texts from now on. */
    private Optional<DrillReport> restored(DrillSchema made, Survey survey, String url, Connection open)
            throws SQLException {
        ConnectionSource database = Connections.opening(() -> DriverManager.getConnection(url));
        List<String> left = survey.tables().stream()
                .map(Survey.SurveyedTable::name)
                .filter(name -> !made.holds(name))
                .toList();
        RestoreOptions options = RestoreOptions.defaults()
                .safety(safety -> safety.verify(Verify.CONTENT))
                .selection(selection -> selection.except(left))
                .limits(limits);
        for (Map.Entry<String, List<String>> key : naturalKeys.entrySet()) {
            if (made.holds(key.getKey())) {
                options = options.merging(merging -> merging.naturalKey(made.named(key.getKey()), key.getValue()));
            }
        }
        RestoreReport restored;
        try {
            restored = within(new RestoreRun(
                    source, database, options, RunControl.none().listener(this::record), new RunMemory()));
        } catch (LoadException e) {
            String column = e.row().column();
            if (column != null
                    && made.keepAsText(e.row().table(), column, e.row().reason())) {
                return Optional.empty();
            }
            throw e;
        } catch (PlanException e) {
            if (made.keepAsText(e.problems())) {
                return Optional.empty();
            }
            throw e;
        }
        VerifyReport compared =
                within(new VerifyRun(source, database, null, limits, ValueRules.defaults(), true, RunRecords.none()));
        List<DrilledTable> tables = new ArrayList<>();
        for (VerifiedTable table : compared.tables()) {
            if (left.contains(table.table())) {
                tables.add(new DrilledTable(
                        table.table(), table.rows(), -1, 0, 0, 0, List.of("it has no columns, and was left out")));
                continue;
            }
            List<String> notes = new ArrayList<>(made.notes(table.table()));
            notes.addAll(table.notes());
            tables.add(new DrilledTable(
                    table.table(),
                    table.rows(),
                    table.databaseRows(),
                    table.different(),
                    made.columns(table.table()),
                    made.foreignKeys(table.table()),
                    notes));
        }
        List<String> remarks = new ArrayList<>(compared.differences());
        if (!made.origin().isEmpty()) {
            remarks.add(made.origin());
        }
        return Optional.of(new DrillReport(
                source.name(),
                survey.format(),
                open.getMetaData().getDatabaseProductName() + " "
                        + open.getMetaData().getDatabaseProductVersion(),
                startedAt().orElseThrow(),
                elapsed(),
                restored.tables().stream().mapToLong(TableReport::inserted).sum(),
                tables,
                remarks));
    }
}
