package dev.restore.history;

import dev.restore.outcome.Phase;
import dev.restore.outcome.RunCounts;
import dev.restore.outcome.RunKind;
import dev.restore.outcome.RunProgress;
import dev.restore.outcome.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of the table of entries, and what they say. */
final class EntryRows {

    private static final String COLUMNS = "run_id, run_kind, run_status, requested_by, run_key, attempt, resumable,"
            + " owner_host, owner_process, owner_started_ms, owner_token, created_ms, started_ms, ended_ms, heartbeat_ms,"
            + " lost_after_ms, backup_name, backup_fingerprint, backup_format, backup_bytes, backup_rows, backup_tables,"
            + " target, run_options, phase, current_table, rows_done, bytes_read, bytes_total, elapsed_ms, rows_earlier,"
            + " bytes_earlier, rows_read, rows_inserted, rows_updated, rows_unchanged, rows_filtered, rows_rejected,"
            + " error_text, safety_backup, cancel_by";

    /** A run that has not ended: it waits, runs, or its process is gone. */
    static final String OPEN = "run_status IN ('PENDING', 'RUNNING')";

    private EntryRows() {}

    /** Returns a condition for runs that should be running and were not heard of for too long. */
    static String lost(HistoryProduct product) {
        return OPEN + " AND heartbeat_ms + lost_after_ms < " + product.now();
    }

    /** Returns an expression for the status that is shown. */
    static String shownStatus(HistoryProduct product) {
        return "CASE WHEN " + lost(product) + " THEN 'INTERRUPTED' ELSE run_status END";
    }

    /** Returns a query up to its FROM. */
    static String select(HistoryProduct product, boolean withReport) {
        return "SELECT " + COLUMNS + ", " + (withReport ? "report_json" : "NULL AS report_json") + ", "
                + shownStatus(product) + " AS shown_status FROM ";
    }

    static String insert(String table, HistoryProduct product) {
        return "INSERT INTO " + table + " (" + COLUMNS + ", report_json) VALUES (:id, :kind, :status, :by, :key, 1,"
                + " :resumable, :host, :process, :processStarted, :token, " + product.now() + ", "
                + "CASE WHEN :running = 1 THEN " + product.now() + " END, NULL, " + product.now()
                + ", :lostAfter, :backup, '', '', -1, -1, -1, :target, :options, 'OPEN', '', 0, 0, -1, 0, 0, 0,"
                + " 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL)";
    }

    static <S extends SqlStatement<S>> S bindOwner(S statement, RunOwner owner) {
        Instant started = owner.processStartedAt();
        return statement
                .bind("host", StoredText.of(owner.host()))
                .bind("process", owner.process())
                .bind("processStarted", started == null ? (Long) null : (Long) started.toEpochMilli())
                .bind("token", owner.token());
    }

    static <S extends SqlStatement<S>> S bindStart(S statement, RunStart start) {
        return bindOwner(statement, start.owner())
                .bind("id", start.id())
                .bind("kind", start.kind().name())
                .bind("status", start.status().name())
                .bind("by", start.request().by())
                .bind("resumable", start.resumable() ? 1 : 0)
                .bind("running", start.status() == RunStatus.RUNNING ? 1 : 0)
                .bind("backup", StoredText.of(start.backup()))
                .bind("target", StoredText.of(start.target()))
                .bind("options", StoredText.of(start.options()));
    }

    /** Returns what an update sets. */
    static String changes(HistoryProduct product) {
        return "heartbeat_ms = " + product.now() + ", started_ms = COALESCE(started_ms, CASE WHEN :running = 1 THEN "
                + product.now() + " END), backup_name = :backup, backup_fingerprint = :fingerprint,"
                + " backup_format = :format, backup_bytes = :bytes, backup_rows = :backupRows,"
                + " backup_tables = :tables, target = :target, phase = :phase, current_table = :table,"
                + " rows_done = :rows, bytes_read = :bytesRead, bytes_total = :bytesTotal, elapsed_ms = :elapsed,"
                + " rows_earlier = :rowsEarlier, bytes_earlier = :bytesEarlier,"
                + " safety_backup = COALESCE(:safetyBackup, safety_backup)";
    }

    static <S extends SqlStatement<S>> S bindUpdate(S statement, RunUpdate update) {
        BackupFacts backup = update.backup();
        RunProgress progress = update.progress();
        return statement
                .bind("running", update.status() == RunStatus.RUNNING ? 1 : 0)
                .bind("backup", StoredText.of(backup.name()))
                .bind("fingerprint", StoredText.of(backup.fingerprint()))
                .bind("format", StoredText.of(backup.format()))
                .bind("bytes", backup.bytes())
                .bind("backupRows", backup.rows())
                .bind("tables", backup.tables())
                .bind("target", StoredText.of(update.target()))
                .bind("phase", progress.phase().name())
                .bind("table", StoredText.of(progress.table()))
                .bind("rows", progress.rows())
                .bind("bytesRead", progress.bytesRead())
                .bind("bytesTotal", progress.bytesTotal())
                .bind("elapsed", progress.elapsed().toMillis())
                .bind("rowsEarlier", progress.rowsEarlier())
                .bind("bytesEarlier", progress.bytesEarlier())
                .bind("safetyBackup", StoredText.of(update.safetyBackup()));
    }

    static RunEntry read(ResultSet row) throws SQLException {
        RunStatus stored = RunStatus.valueOf(row.getString("run_status"));
        return new RunEntry(
                row.getString("run_id"),
                RunKind.valueOf(row.getString("run_kind")),
                RunStatus.valueOf(row.getString("shown_status")),
                stored.ended(),
                row.getString("requested_by"),
                text(row, "run_key"),
                row.getInt("attempt"),
                row.getInt("resumable") != 0,
                new RunOwner(
                        row.getString("owner_host"),
                        row.getLong("owner_process"),
                        instant(row, "owner_started_ms"),
                        row.getString("owner_token")),
                new RunTimes(
                        Instant.ofEpochMilli(row.getLong("created_ms")),
                        instant(row, "started_ms"),
                        instant(row, "ended_ms"),
                        Instant.ofEpochMilli(row.getLong("heartbeat_ms"))),
                new BackupFacts(
                        row.getString("backup_name"),
                        row.getString("backup_fingerprint"),
                        row.getString("backup_format"),
                        row.getLong("backup_bytes"),
                        row.getLong("backup_rows"),
                        row.getInt("backup_tables")),
                row.getString("target"),
                row.getString("run_options"),
                new RunProgress(
                        Phase.valueOf(row.getString("phase")),
                        row.getString("current_table"),
                        row.getLong("rows_done"),
                        row.getLong("bytes_read"),
                        row.getLong("bytes_total"),
                        Duration.ofMillis(row.getLong("elapsed_ms")),
                        row.getLong("rows_earlier"),
                        row.getLong("bytes_earlier")),
                new RunCounts(
                        row.getLong("rows_read"),
                        row.getLong("rows_inserted"),
                        row.getLong("rows_updated"),
                        row.getLong("rows_unchanged"),
                        row.getLong("rows_filtered"),
                        row.getLong("rows_rejected")),
                text(row, "error_text"),
                text(row, "report_json"),
                text(row, "safety_backup"),
                text(row, "cancel_by"));
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
