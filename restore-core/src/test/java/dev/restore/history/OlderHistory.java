package dev.restore.history;

import javax.sql.DataSource;

/** Makes the tables of a history as older versions had them. */
public final class OlderHistory {

    private OlderHistory() {}

    /** Makes them as version 1 had them, which knew no keys, with one run that has ended. */
    public static void make(DataSource source) {
        HistoryDatabase database = new HistoryDatabase(source);
        HistorySchema schema = new HistorySchema(null);
        database.transaction((handle, product) -> {
            String text = product.text();
            String runs = schema.table(HistorySchema.RUNS, handle);
            String versions = schema.table(HistorySchema.VERSIONS, handle);
            handle.execute("CREATE TABLE " + versions + " (version INTEGER PRIMARY KEY, made_ms BIGINT NOT NULL)");
            handle.execute("CREATE TABLE " + runs + " (run_id " + product.name200() + " PRIMARY KEY,"
                    + " run_kind VARCHAR(20) NOT NULL, run_status VARCHAR(20) NOT NULL, requested_by "
                    + product.name200() + " NOT NULL, attempt INTEGER NOT NULL, resumable INTEGER NOT NULL,"
                    + " owner_host " + text + " NOT NULL, owner_process BIGINT NOT NULL, owner_started_ms BIGINT,"
                    + " owner_token VARCHAR(40) NOT NULL, created_ms BIGINT NOT NULL, started_ms BIGINT,"
                    + " ended_ms BIGINT, heartbeat_ms BIGINT NOT NULL, lost_after_ms BIGINT NOT NULL, backup_name "
                    + text + " NOT NULL, backup_fingerprint " + text + " NOT NULL, backup_format " + text
                    + " NOT NULL, backup_bytes BIGINT NOT NULL, backup_rows BIGINT NOT NULL, backup_tables INTEGER"
                    + " NOT NULL, target " + text + " NOT NULL, run_options " + text + " NOT NULL, phase VARCHAR(20)"
                    + " NOT NULL, current_table " + text + " NOT NULL, rows_done BIGINT NOT NULL, bytes_read BIGINT"
                    + " NOT NULL, bytes_total BIGINT NOT NULL, elapsed_ms BIGINT NOT NULL, rows_earlier BIGINT NOT"
                    + " NULL, bytes_earlier BIGINT NOT NULL, rows_read BIGINT NOT NULL, rows_inserted BIGINT NOT"
                    + " NULL, rows_updated BIGINT NOT NULL, rows_unchanged BIGINT NOT NULL, rows_filtered BIGINT NOT"
                    + " NULL, rows_rejected BIGINT NOT NULL, error_text " + text + ", report_json " + text
                    + ", safety_backup " + text + ")");
            handle.execute("CREATE TABLE " + schema.table(HistorySchema.ACTIONS, handle) + " (action_no "
                    + product.number() + ", run_id " + product.name200() + " NOT NULL, at_ms BIGINT NOT NULL, done_by "
                    + product.name200() + " NOT NULL, action VARCHAR(40) NOT NULL, detail " + text + " NOT NULL)");
            handle.execute("INSERT INTO " + versions + " (version, made_ms) VALUES (1, 0)");
            return handle.execute("INSERT INTO " + runs
                    + " (run_id, run_kind, run_status, requested_by, attempt, resumable, owner_host, owner_process, owner_token,"
                    + " created_ms, ended_ms, heartbeat_ms, lost_after_ms, backup_name, backup_fingerprint, backup_format,"
                    + " backup_bytes, backup_rows, backup_tables, target, run_options, phase, current_table, rows_done,"
                    + " bytes_read, bytes_total, elapsed_ms, rows_earlier, bytes_earlier, rows_read, rows_inserted,"
                    + " rows_updated, rows_unchanged, rows_filtered, rows_rejected) VALUES ('old', 'RESTORE', 'COMPLETE', 'ann',"
                    + " 1, 0, '', 1, 't', 5, 6, 6, 30000, 'nightly', '', '', -1, -1, -1, 'a database', '', 'REPORT', '', 3, 0,"
                    + " -1, 1, 0, 0, 3, 3, 0, 0, 0, 0)");
        });
    }

    /** Says that the tables are of a version that nobody knows yet. */
    public static void pretendNewer(DataSource source) {
        HistoryDatabase database = new HistoryDatabase(source);
        HistorySchema schema = new HistorySchema(null);
        database.transaction((handle, product) -> handle.execute("INSERT INTO "
                + schema.table(HistorySchema.VERSIONS, handle) + " (version, made_ms) VALUES (1000, 0)"));
    }
}
