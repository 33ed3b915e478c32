package dev.restore.engine.export;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.write.BackupWriter;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.options.BackupControl;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.options.BackupOptionsText;
import dev.restore.engine.recording.RecordedRun;
import dev.restore.engine.recording.RunSubject;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.Cancellation;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Dialects;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.OwnTables;
import dev.restore.engine.session.Remedies;
import dev.restore.engine.session.Watchdog;
import dev.restore.history.RunResult;
import dev.restore.outcome.BackupEvent;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import dev.restore.plan.BackupFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one backup: connect, choose, begin the snapshot, write the tables, write the manifest. */
public final class BackupRun extends RecordedRun<BackupReport> {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

    private static final String UNFINISHED =
            "The database is the target of a restore that was not finished, so that it lacks rows, and so does this backup;"
                    + " finish the restore and back up again.";

    private final ConnectionSource database;
    private final BackupOptions options;
    private final BackupControl control;
    private final Path target;
    private Messages messages = Messages.beforeRows();
    private final Cancellation cancellation = new Cancellation();

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param target where the backup will be
     */
    public BackupRun(ConnectionSource database, BackupOptions options, BackupControl control, Path target) {
        super(
                new RunSubject(RunKind.BACKUP, target.toString(), "a database", BackupOptionsText.of(options), false),
                control.records());
        this.database = database;
        this.options = options;
        this.target = target;
        this.control = control.listener(this::record);
    }

    private void record(BackupEvent event) {
        if (event instanceof BackupEvent.Progress latest) {
            recording().progress(RunProgress.of(phase(), latest));
        }
    }

    private void enter(Phase next) {
        recording().phase(next);
    }

    /**
     * Asks the run to end, before or while it runs. May be called from any thread.
     *
     * @return false when it comes too late: the backup is getting its name or the run is over
     */
    @Override
    public boolean cancel() {
        return cancellation.cancel();
    }

    /** Writes the backup. Unless it returns, nothing is under that name. */
    @Override
    protected BackupReport work() {
        LOG.debug("backing up into {}", target);
        try (Watchdog guard = watch()) {
            return write(guard);
        }
    }

    @Override
    protected RunResult result(BackupReport report) {
        recording()
                .backup(
                        "",
                        options.form().format().name().toLowerCase(Locale.ROOT),
                        report.bytes(),
                        report.rows(),
                        report.tables().size());
        return new RunResult(RunStatus.COMPLETE, RunCounts.ofRead(report.rows()), null, report.json());
    }

    @Override
    protected BackupReport noting(BackupReport report, List<String> lacking) {
        List<String> warnings = new ArrayList<>(report.warnings());
        warnings.addAll(lacking);
        return new BackupReport(
                report.backup(),
                report.dialect(),
                report.startedAt(),
                report.duration(),
                report.bytes(),
                report.tables(),
                report.files(),
                report.leftOut(),
                warnings);
    }

    @Override
    protected void finished(BackupReport report) {
        LOG.info(
                "backed up {} rows into {} in {} ms",
                report.rows(),
                target,
                report.duration().toMillis());
        tellFinished(report);
    }

    private Watchdog watch() {
        return cancellation.begin(
                new Watchdog(control.deadline(), "The backup was cancelled", "nothing stands under its name"));
    }

    /** Writes, and whatever fails after the run was to end is a consequence of that. */
    private BackupReport write(Watchdog guard) {
        try {
            guard.check(phase());
            try (BorrowedConnection borrowed = database.borrow()) {
                return write(borrowed, guard);
            }
        } catch (RestoreCancelledException e) {
            throw e;
        } catch (SQLException | IOException | RuntimeException e) {
            if (guard.cancelled()) {
                throw guard.exception(phase(), e);
            }
            throw translate(e);
        }
    }

    private RuntimeException translate(Exception e) {
        if (e instanceof SQLException failure) {
            return Remedies.failure(phase(), messages, failure);
        }
        if (e instanceof IOException failure) {
            return new BackupWriteException(describe(target, failure), failure);
        }
        return e instanceof RestoreException failure ? failure.redacted() : (RuntimeException) e;
    }

    private BackupReport write(BorrowedConnection borrowed, Watchdog guard) throws SQLException, IOException {
        Instant begun = startedAt().orElseThrow();
        Connection connection = borrowed.connection();
        recording().opened(connection);
        Dialect dialect = Dialects.find(connection.getMetaData());
        SessionSettings settings =
                new SessionSettings(options.selection().schema(), ZoneOffset.UTC, borrowed.callersTransaction());
        try (Dialect.Session session = dialect.open(connection, settings)) {
            enter(Phase.PLAN);
            Catalog catalog = session.catalog();
            messages = new Messages(session, catalog);
            BackupChoice.Chosen chosen = BackupChoice.of(catalog, options);
            guard.guard(session);
            try (BackupWriter writer = BackupWriter.create(
                    target,
                    form(options.form().format()),
                    options.form().compressed(),
                    options.form().partBytes(),
                    options.form().encryption())) {
                enter(Phase.PREPARE);
                if (options.files() != null) {
                    writer.checkFiles(options.files());
                }
                List<Table> read = chosen.keyed().read(chosen.tables());
                session.snapshots().begin(read);
                requireUnchanged(read, session.catalog());
                chosen.keyed().requireUnique(session.reading(), catalog);
                boolean unfinished = isUnfinished(session, catalog);
                control.listener()
                        .on(new BackupEvent.Begun(chosen.tables().stream()
                                .map(table -> catalog.spell(table.name()))
                                .toList()));
                enter(Phase.LOAD);
                TableExport export = new TableExport(
                        session,
                        catalog,
                        chosen,
                        options.form().format(),
                        phase(),
                        guard,
                        control.listener(),
                        ReadLimits.forThisHeap());
                export.write(writer);
                List<AttachedFile> files = options.files() == null ? null : writer.files(options.files());
                enter(Phase.FINISH);
                guard.beginCommit(phase());
                writer.finish(export.manifest(begun, connection, dialect.id(), files, null, unfinished));
                return new BackupReport(
                        target.toString(),
                        dialect.id(),
                        begun,
                        elapsed(),
                        size(target),
                        export.written(),
                        files == null ? -1 : files.size(),
                        chosen.leftOut(),
                        warnings(unfinished, chosen));
            } finally {
                guard.leaveAlone();
                rollback(borrowed);
            }
        }
    }

    private static List<String> warnings(boolean unfinished, BackupChoice.Chosen chosen) {
        List<String> warnings = new ArrayList<>();
        if (unfinished) {
            warnings.add(UNFINISHED);
        }
        warnings.addAll(chosen.keyed().notes());
        return warnings;
    }

    /** The backup is there: a listener that fails now cannot undo that, and must not make it look undone. */
    private void tellFinished(BackupReport report) {
        try {
            control.listener().on(new BackupEvent.Finished(report));
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed after the end of the backup", e);
        }
    }

    private static boolean isUnfinished(Dialect.Session session, Catalog catalog) throws SQLException {
        Optional<Table> checkpoint = OwnTables.find(catalog, OwnTables.CHECKPOINT);
        return checkpoint.isPresent() && session.reading().count(checkpoint.get()) > 0;
    }

    /** The tables were chosen before they were fixed. */
    private static void requireUnchanged(List<Table> chosen, Catalog now) throws SQLException {
        for (Table table : chosen) {
            if (!now.table(table.name()).filter(table::equals).isPresent()) {
                throw new SessionException(
                        "table " + table.name() + " was changed while the backup began; start it again");
            }
        }
    }

    private static BackupWriter.Form form(BackupFormat format) {
        return switch (format) {
            case RESTORE -> BackupWriter.Form.PARTS;
            case TABLES -> BackupWriter.Form.ARRAYS;
            case DJANGO -> BackupWriter.Form.ONE_ARRAY;
        };
    }

    private static void rollback(BorrowedConnection borrowed) throws SQLException {
        Connection connection = borrowed.connection();
        if (!borrowed.callersTransaction() && !connection.isClosed() && !connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    private static long size(Path backup) throws IOException {
        try (Stream<Path> files = Files.walk(backup)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }

    /** Says why a backup could not be written, and what to do. */
    public static String describe(Path target, IOException e) {
        if (e instanceof UnwritableException) {
            return e.getMessage() + ". Nothing stands under the backup's name";
        }
        if (e instanceof FileAlreadyExistsException) {
            return target + " is there already; name another one or take it away: a backup is never overwritten";
        }
        if (e instanceof NoSuchFileException missing) {
            return "The backup cannot be written: there is no directory " + missing.getFile() + "; create it first";
        }
        if (e instanceof NotDirectoryException other) {
            return "The backup cannot be written: " + other.getFile() + " is not a directory";
        }
        String remedy = e.getCause() instanceof GeneralSecurityException
                ? ""
                : "; see that there is space and that this user may write there";
        return "The backup " + target + " could not be written: "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + remedy
                + ". Nothing stands under its name";
    }
}
