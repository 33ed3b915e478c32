package dev.restore.history;

import dev.restore.history.RunHistory.Ownership;
import dev.restore.outcome.HistoryException;
import dev.restore.outcome.RunKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What the process of a run writes of it, from its beginning to its end: nobody else does as long as that is heard of. */
final class OwnedRuns {

    private final HistorySchema schema;
    private final ActionRows audit;

    OwnedRuns(HistorySchema schema, ActionRows audit) {
        this.schema = schema;
        this.audit = audit;
    }

    /** Writes a new run. */
    RunEntry insert(RunStart start, Duration lostAfter, Handle handle, HistoryProduct product) throws SQLException {
        try (Update insert = handle.createUpdate(EntryRows.insert(runs(handle), product))) {
            EntryRows.bindStart(insert, start)
                    .bind("key", start.request().key())
                    .bind("lostAfter", lostAfter.toMillis())
                    .execute();
        }
        audit.add(
                handle,
                product,
                start.id(),
                start.request().by(),
                "BEGIN",
                start.owner().words());
        return entry(handle, product, "run_id", start.id()).orElseThrow();
    }

    /** Takes over a run whose process is gone. */
    RunEntry resume(RunStart start, Duration lostAfter, Handle handle, HistoryProduct product) throws SQLException {
        int changed;
        try (Update update =
                handle.createUpdate("UPDATE " + runs(handle) + " SET run_status = :status, requested_by = :by,"
                        + " attempt = attempt + 1, resumable = :resumable, owner_host = :host, owner_process = :process,"
                        + " owner_started_ms = :processStarted, owner_token = :token, heartbeat_ms = " + product.now()
                        + ", lost_after_ms = :lostAfter, run_options = :options, started_ms = COALESCE(started_ms, CASE WHEN"
                        + " :running = 1 THEN " + product.now()
                        + " END), backup_name = :backup, target = :target, cancel_by = NULL WHERE run_id = :id"
                        + " AND run_kind = :kind AND (resumable = 0 OR :resumable = 1) AND "
                        + EntryRows.lost(product))) {
            changed = EntryRows.bindStart(update, start)
                    .bind("lostAfter", lostAfter.toMillis())
                    .execute();
        }
        if (changed == 0) {
            throw refused("resumed", start.id(), start.kind(), handle, product);
        }
        audit.add(
                handle,
                product,
                start.id(),
                start.request().by(),
                "RESUME",
                start.owner().words());
        return entry(handle, product, "run_id", start.id()).orElseThrow();
    }

    /** Writes how far a run is, and returns whether it is still its process's. */
    Ownership heartbeat(String id, RunOwner owner, RunUpdate update, Handle handle, HistoryProduct product)
            throws SQLException {
        try (Update changed = handle.createUpdate("UPDATE " + runs(handle) + " SET run_status = :status, "
                + EntryRows.changes(product) + " WHERE run_id = :id AND owner_token = :token AND " + EntryRows.OPEN)) {
            int kept = EntryRows.bindUpdate(changed, update)
                    .bind("status", update.status().name())
                    .bind("id", id)
                    .bind("token", owner.token())
                    .execute();
            if (kept == 0) {
                return Ownership.LOST;
            }
        }
        try (Query wanted = handle.createQuery("SELECT cancel_by FROM " + runs(handle) + " WHERE run_id = :id")) {
            return wanted.bind("id", id).mapTo(String.class).findOne().isPresent()
                    ? Ownership.CANCEL_REQUESTED
                    : Ownership.KEPT;
        }
    }

    /** Writes how a run ended, and returns whether it was still its process's. */
    boolean end(String id, RunOwner owner, RunUpdate last, RunResult result, Handle handle, HistoryProduct product)
            throws SQLException {
        int changed;
        try (Update end = handle.createUpdate("UPDATE " + runs(handle) + " SET run_status = :status, ended_ms = "
                + product.now() + ", " + EntryRows.changes(product)
                + ", rows_read = :read, rows_inserted = :inserted,"
                + " rows_updated = :updated, rows_unchanged = :unchanged, rows_filtered = :filtered,"
                + " rows_rejected = :rejected, error_text = :error, report_json = :report"
                + " WHERE run_id = :id AND owner_token = :token AND " + EntryRows.OPEN)) {
            changed = EntryRows.bindUpdate(end, last)
                    .bind("status", result.status().name())
                    .bind("read", result.counts().read())
                    .bind("inserted", result.counts().inserted())
                    .bind("updated", result.counts().updated())
                    .bind("unchanged", result.counts().unchanged())
                    .bind("filtered", result.counts().filtered())
                    .bind("rejected", result.counts().rejected())
                    .bind("error", StoredText.of(result.error()))
                    .bind("report", StoredText.of(result.report()))
                    .bind("id", id)
                    .bind("token", owner.token())
                    .execute();
        }
        if (changed == 0 && endedBefore(id, owner, result, handle, product)) {
            return true;
        }
        audit.add(
                handle,
                product,
                id,
                owner.words(),
                changed > 0 ? "END" : "LATE_END",
                result.status().name());
        return changed > 0;
    }

    /** The answer to an end that was written may have been lost. */
    private boolean endedBefore(String id, RunOwner owner, RunResult result, Handle handle, HistoryProduct product)
            throws SQLException {
        return entry(handle, product, "run_id", id)
                .filter(run -> run.owner().token().equals(owner.token()) && run.status() == result.status())
                .isPresent();
    }

    /** Returns why a run whose process may be there cannot be had. */
    HistoryException refused(String what, String id, @Nullable RunKind kind, Handle handle, HistoryProduct product)
            throws SQLException {
        Optional<RunEntry> found = entry(handle, product, "run_id", id);
        if (found.isEmpty()) {
            return missing(id, what);
        }
        RunEntry run = found.get();
        if (kind != null && run.kind() != kind) {
            return new HistoryException("Run " + id + " is one of kind " + run.kind() + ", not " + kind + ".", null);
        }
        if (kind != null && run.abandoned() && run.resumable()) {
            return new HistoryException(
                    "Run " + id
                            + " stopped in the middle, and what it has done stays: only a resumable run (resumable, --resumable)"
                            + " goes on with it.",
                    null);
        }
        String state = run.closed()
                ? "is " + run.status().words() + " and closed"
                : "belongs to " + run.owner().words() + ", which was last heard of at "
                        + run.times().heartbeatAt();
        return new HistoryException(
                "Run " + id + " cannot be " + what + ": only a run whose process is gone can, and it " + state + "."
                        + (kind != null && run.closed()
                                ? " A new run needs no entry to resume (resuming, --resume)."
                                : ""),
                null);
    }

    /** Returns that there is no such run. */
    static HistoryException missing(String id, String what) {
        return new HistoryException(
                "There is no run " + id + " in this history, so that it cannot be " + what + ".", null);
    }

    /** Finds a run by a column that no two runs share. */
    Optional<RunEntry> entry(Handle handle, HistoryProduct product, String column, String value) throws SQLException {
        try (Query query =
                handle.createQuery(EntryRows.select(product, true) + runs(handle) + " WHERE " + column + " = :value")) {
            return query.bind("value", value)
                    .map((row, context) -> EntryRows.read(row))
                    .findOne();
        }
    }

    private String runs(Handle handle) throws SQLException {
        return schema.table(HistorySchema.RUNS, handle);
    }
}
