package dev.restore.history;

import dev.restore.outcome.HistoryException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of a history: their names as SQL, and their versions, each of which is made from the one before it. */
final class HistorySchema {

    /** The entries. */
    static final String RUNS = "restore_history";

    /** The audit. */
    static final String ACTIONS = "restore_history_action";

    /** The versions that were made. */
    static final String VERSIONS = "restore_history_schema";

    /** The version that this library reads and writes. */
    static final int CURRENT = 3;

    private static final int ATTEMPTS = 5;

    private final @Nullable String schema;

    /**
     * Creates the schema.
     *
     * @param schema the name of the database's schema, or null for the connection's own
     */
    HistorySchema(@Nullable String schema) {
        this.schema = schema;
    }

    /** Returns the name of a table as it stands in SQL. */
    String table(String name, Handle handle) throws SQLException {
        String quote =
                handle.getConnection().getMetaData().getIdentifierQuoteString().trim();
        return schema == null ? quoted(name, quote) : quoted(schema, quote) + "." + quoted(name, quote);
    }

    private static String quoted(String name, String quote) {
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    /**
     * Makes the tables, or those of this version from those of an older one.
     *
     * @throws HistoryException when they are of a newer version, or cannot be made
     */
    void ensure(HistoryDatabase database) {
        int failures = 0;
        for (int version = version(database); version < CURRENT; version = version(database)) {
            try {
                if (version == 0) {
                    database.transaction(this::create);
                } else {
                    upgrade(database, version);
                }
            } catch (HistoryException e) {
                // Another process may have made them at the same time.
                failures++;
                if (failures == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private int version(HistoryDatabase database) {
        int version = database.transaction((handle, product) -> exists(handle.getConnection(), VERSIONS)
                ? handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM " + table(VERSIONS, handle))
                        .mapTo(Integer.class)
                        .one()
                : 0);
        if (version > CURRENT) {
            throw new HistoryException(
                    "The history of runs was written by a newer version of this library: its tables are of version "
                            + version + ", and this one knows them up to " + CURRENT
                            + ". Use the newer one here, too.",
                    null);
        }
        return version;
    }

    private boolean exists(Connection connection, String table) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        String wanted = schema == null ? connection.getSchema() : schema;
        // What others call a schema is a catalog for MariaDB's driver.
        boolean catalogs = schema != null && !metadata.supportsSchemasInTableDefinitions();
        try (ResultSet found = metadata.getTables(catalogs ? schema : connection.getCatalog(), null, table, null)) {
            while (found.next()) {
                String in = found.getString("TABLE_SCHEM");
                if (table.equalsIgnoreCase(found.getString("TABLE_NAME"))
                        && (wanted == null || in == null || wanted.equals(in))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Makes the tables of this version, each whole by one statement, so that of two who do so at once neither sees a part of one. */
    private int create(Handle handle, HistoryProduct product) throws SQLException {
        handle.execute(versions(handle));
        handle.execute(runs(handle, product));
        handle.execute(actions(handle, product));
        return note(CURRENT, handle, product);
    }

    private String versions(Handle handle) throws SQLException {
        return "CREATE TABLE IF NOT EXISTS " + table(VERSIONS, handle)
                + " (version INTEGER PRIMARY KEY, made_ms BIGINT NOT NULL)";
    }

    private String runs(Handle handle, HistoryProduct product) throws SQLException {
        String text = product.text();
        return "CREATE TABLE IF NOT EXISTS " + table(RUNS, handle) + " (run_id " + product.name200() + " PRIMARY KEY,"
                + " run_key " + product.name200() + " UNIQUE,"
                + " run_kind VARCHAR(20) NOT NULL, run_status VARCHAR(20) NOT NULL,"
                + " requested_by " + product.name200() + " NOT NULL,"
                + " attempt INTEGER NOT NULL, resumable INTEGER NOT NULL,"
                + " owner_host " + text + " NOT NULL, owner_process BIGINT NOT NULL,"
                + " owner_started_ms BIGINT, owner_token VARCHAR(40) NOT NULL,"
                + " created_ms BIGINT NOT NULL, started_ms BIGINT, ended_ms BIGINT,"
                + " heartbeat_ms BIGINT NOT NULL, lost_after_ms BIGINT NOT NULL,"
                + " backup_name " + text + " NOT NULL, backup_fingerprint " + text + " NOT NULL,"
                + " backup_format " + text + " NOT NULL, backup_bytes BIGINT NOT NULL, backup_rows BIGINT NOT NULL,"
                + " backup_tables INTEGER NOT NULL, target " + text + " NOT NULL, run_options " + text + " NOT NULL,"
                + " phase VARCHAR(20) NOT NULL, current_table " + text + " NOT NULL,"
                + " rows_done BIGINT NOT NULL, bytes_read BIGINT NOT NULL, bytes_total BIGINT NOT NULL,"
                + " elapsed_ms BIGINT NOT NULL, rows_earlier BIGINT NOT NULL, bytes_earlier BIGINT NOT NULL,"
                + " rows_read BIGINT NOT NULL, rows_inserted BIGINT NOT NULL, rows_updated BIGINT NOT NULL,"
                + " rows_unchanged BIGINT NOT NULL, rows_filtered BIGINT NOT NULL, rows_rejected BIGINT NOT NULL,"
                + " error_text " + text + ", report_json " + text + ", safety_backup " + text + ","
                + " cancel_by " + product.name200() + ")";
    }

    private String actions(Handle handle, HistoryProduct product) throws SQLException {
        return "CREATE TABLE IF NOT EXISTS " + table(ACTIONS, handle) + " (action_no " + product.number()
                + ", run_id " + product.name200() + " NOT NULL, at_ms BIGINT NOT NULL,"
                + " done_by " + product.name200() + " NOT NULL, action VARCHAR(40) NOT NULL,"
                + " detail " + product.text() + " NOT NULL)";
    }

    /** Of the threads of one process one at a time: H2 loses an index of a table that two change at once. */
    private void upgrade(HistoryDatabase database, int from) {
        synchronized (HistorySchema.class) {
            if (version(database) == from) {
                database.transaction((handle, product) -> {
                    for (String statement : statements(from + 1, handle, product)) {
                        handle.execute(statement);
                    }
                    return note(from + 1, handle, product);
                });
            }
        }
    }

    private List<String> statements(int version, Handle handle, HistoryProduct product) throws SQLException {
        String runs = table(RUNS, handle);
        return switch (version) {
            case 2 ->
                List.of(
                        "ALTER TABLE " + runs + " ADD COLUMN " + product.addedIfAbsent() + "run_key "
                                + product.name200(),
                        "CREATE UNIQUE INDEX IF NOT EXISTS restore_history_key ON " + runs + " (run_key)");
            case 3 ->
                List.of("ALTER TABLE " + runs + " ADD COLUMN " + product.addedIfAbsent() + "cancel_by "
                        + product.name200());
            default -> throw new IllegalArgumentException("there is no version " + version);
        };
    }

    private int note(int version, Handle handle, HistoryProduct product) throws SQLException {
        return handle.execute(
                "INSERT INTO " + table(VERSIONS, handle) + " (version, made_ms) VALUES (?, " + product.now() + ")",
                version);
    }
}
