package dev.restore.history;

import javax.sql.DataSource;

/** Makes the tables of a history as older versions had them. */
public final class OlderHistory {

    private OlderHistory() {}

    /** Makes them, and one run that has ended. */
    public static void make(DataSource source, int version) {
        HistoryDatabase database = new HistoryDatabase(source);
        HistorySchema schema = new HistorySchema(null);
        schema.migrate(database, version);
        database.transaction(
                (handle, product) -> handle.execute("INSERT INTO " + schema.table(HistorySchema.RUNS, handle)
                        + " (run_id, run_kind, run_status, requested_by, attempt, resumable, owner_host, owner_process, owner_token,"
                        + " created_ms, ended_ms, heartbeat_ms, lost_after_ms, backup_name, backup_fingerprint, backup_format,"
                        + " backup_bytes, backup_rows, backup_tables, target, run_options, phase, current_table, rows_done,"
                        + " bytes_read, bytes_total, elapsed_ms, rows_earlier, bytes_earlier, rows_read, rows_inserted,"
                        + " rows_updated, rows_unchanged, rows_filtered, rows_rejected) VALUES ('old', 'RESTORE', 'COMPLETE', 'ann',"
                        + " 1, 0, '', 1, 't', 5, 6, 6, 30000, 'nightly', '', '', -1, -1, -1, 'a database', '', 'REPORT', '', 3, 0,"
                        + " -1, 1, 0, 0, 3, 3, 0, 0, 0, 0)"));
    }

    /** Says that the tables are of a version that nobody knows yet. */
    public static void pretendNewer(DataSource source) {
        HistoryDatabase database = new HistoryDatabase(source);
        HistorySchema schema = new HistorySchema(null);
        database.transaction((handle, product) -> handle.execute("INSERT INTO "
                + schema.table(HistorySchema.VERSIONS, handle) + " (version, made_ms) VALUES (1000, 0)"));
    }
}
