package dev.restore.engine;

import dev.restore.backup.BackupWriter;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Manifest.ManifestTable;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Rows;
import dev.restore.dialect.SessionSettings;
import dev.restore.dialect.TableReader;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.BackupReport.WrittenTable;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.Phase;
import dev.restore.plan.BackupOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one backup: connect, choose, begin the snapshot, write the tables, write the manifest. */
public final class BackupRun {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);
    private static final byte[] EMPTY_ROW = "{}\n".getBytes(StandardCharsets.US_ASCII);

    private final ConnectionSource database;
    private final BackupOptions options;
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private Phase phase = Phase.OPEN;

    /** Creates a run, to be used once and by one thread. */
    public BackupRun(ConnectionSource database, BackupOptions options) {
        this.database = database;
        this.options = options;
    }

    /** Writes the backup. Unless it returns, nothing is under that name. */
    public BackupReport write(Path target) {
        LOG.debug("backing up into {}", target);
        try (BorrowedConnection borrowed = BorrowedConnection.from(database)) {
            BackupReport report = write(target, borrowed.connection());
            LOG.info(
                    "backed up {} rows into {} in {} ms",
                    report.rows(),
                    target,
                    report.duration().toMillis());
            return report;
        } catch (SQLException e) {
            throw new DatabaseException(phase, false, Remedies.describe(phase, e), e);
        } catch (IOException e) {
            throw new BackupWriteException(describe(target, e), e);
        }
    }

    private BackupReport write(Path target, Connection connection) throws SQLException, IOException {
        Dialect dialect = Dialects.find(connection.getMetaData());
        SessionSettings settings = new SessionSettings(options.schema(), ZoneOffset.UTC, database.callersTransaction());
        try (Dialect.Session session = dialect.open(connection, settings)) {
            phase = Phase.PLAN;
            Catalog catalog = session.catalog();
            BackupChoice.Chosen chosen = BackupChoice.of(catalog, options);
            try (BackupWriter writer = BackupWriter.create(target, options.compressed(), options.partBytes())) {
                phase = Phase.PREPARE;
                session.beginSnapshot(chosen.tables());
                requireUnchanged(chosen.tables(), session.catalog());
                phase = Phase.LOAD;
                List<ManifestTable> tables = new ArrayList<>();
                List<WrittenTable> written = new ArrayList<>();
                for (Table table : chosen.tables()) {
                    long begun = System.nanoTime();
                    ManifestTable entry = new TableDescription(catalog, table, chosen)
                            .withParts(parts(session, writer, catalog.spell(table.name()), table, chosen));
                    tables.add(entry);
                    written.add(new WrittenTable(
                            entry.name(),
                            entry.rows(),
                            entry.bytes(),
                            entry.parts().size(),
                            Duration.ofNanos(System.nanoTime() - begun)));
                }
                phase = Phase.FINISH;
                writer.finish(new Manifest(
                        Manifest.VERSION,
                        startedAt.truncatedTo(ChronoUnit.SECONDS),
                        source(connection.getMetaData(), dialect, catalog),
                        SchemaFingerprint.of(chosen.tables()),
                        tables));
                return new BackupReport(
                        target.toString(),
                        dialect.id(),
                        startedAt,
                        Duration.ofNanos(System.nanoTime() - startedNanos),
                        size(target),
                        written);
            } finally {
                rollback(connection);
            }
        }
    }

    private static Manifest.Source source(DatabaseMetaData database, Dialect dialect, Catalog catalog)
            throws SQLException {
        return new Manifest.Source(
                database.getDatabaseProductName(),
                database.getDatabaseProductVersion(),
                dialect.id(),
                catalog.defaultSchema());
    }

    /** The tables were chosen before they were fixed. */
    private static void requireUnchanged(List<Table> chosen, Catalog now) throws SQLException {
        for (Table table : chosen) {
            if (!now.table(table.name()).filter(table::equals).isPresent()) {
                throw new SQLException("table " + table.name() + " was changed while the backup began; start it again");
            }
        }
    }

    private static List<ManifestPart> parts(
            Dialect.Session session, BackupWriter writer, String name, Table table, BackupChoice.Chosen chosen)
            throws SQLException, IOException {
        List<Column> columns = BackupChoice.columns(table);
        writer.beginTable(name);
        if (columns.isEmpty()) {
            for (long rows = session.count(table); rows > 0; rows--) {
                writer.row(EMPTY_ROW, EMPTY_ROW.length);
            }
            return writer.endTable();
        }
        RowLines lines = new RowLines(columns);
        try (TableReader reader = session.reader(table, columns, true, chosen.condition(table))) {
            for (Rows rows = reader.next(); rows != null; rows = reader.next()) {
                for (int row = 0; row < rows.size(); row++) {
                    int length = lines.write(rows, row);
                    writer.row(lines.line(), length);
                }
            }
        }
        return writer.endTable();
    }

    private void rollback(Connection connection) throws SQLException {
        if (!database.callersTransaction() && !connection.isClosed() && !connection.getAutoCommit()) {
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

    private static String describe(Path target, IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return target + " is there already; name another one or take it away: a backup is never overwritten";
        }
        if (e instanceof NoSuchFileException missing) {
            return "The backup cannot be written: there is no directory " + missing.getFile() + "; create it first";
        }
        return "The backup " + target + " could not be written: "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                + "; see that there is space and that this user may write there. Nothing stands under its name";
    }
}
