package dev.restore.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of the table of the audit. */
final class ActionRows {

    private static final String SELECT = "SELECT run_id, at_ms, done_by, action, detail FROM ";

    private final HistorySchema schema;

    ActionRows(HistorySchema schema) {
        this.schema = schema;
    }

    private String table(Handle handle) throws SQLException {
        return schema.table(HistorySchema.ACTIONS, handle);
    }

    void add(Handle handle, HistoryProduct product, String id, String by, String action, String detail)
            throws SQLException {
        handle.execute(
                "INSERT INTO " + table(handle) + " (run_id, at_ms, done_by, action, detail) VALUES (?, " + product.now()
                        + ", ?, ?, ?)",
                id,
                StoredText.name(by),
                action,
                StoredText.of(detail));
    }

    /** Returns the lines of a run, the oldest first. */
    List<RunAction> of(String id, Handle handle) throws SQLException {
        try (Query query = handle.createQuery(SELECT + table(handle) + " WHERE run_id = :id ORDER BY action_no")) {
            return query.bind("id", id).map((row, context) -> action(row)).list();
        }
    }

    /** Returns the newest lines, the newest first. */
    List<RunAction> newest(int limit, Handle handle) throws SQLException {
        try (Query query = handle.createQuery(SELECT + table(handle) + " ORDER BY action_no DESC")) {
            return query.setMaxRows(limit).map((row, context) -> action(row)).list();
        }
    }

    void delete(String id, Handle handle) throws SQLException {
        handle.execute("DELETE FROM " + table(handle) + " WHERE run_id = ?", id);
    }

    private static RunAction action(ResultSet row) throws SQLException {
        return new RunAction(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5));
    }
}
