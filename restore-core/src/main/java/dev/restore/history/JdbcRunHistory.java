package dev.restore.history;

import dev.restore.outcome.HistoryException;
import dev.restore.outcome.RunStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history of runs in three tables of a database: PostgreSQL, SQLite, H2 or MariaDB. The tables, {@code restore_history}, {@code restore_history_action} and {@code
 * restore_history_schema}, are made at the first use, and brought to this library's version from an older one. Backups leave them out.
 *
 * <pre>{@code
 * RunHistory history = JdbcRunHistory.in(dataSource);
 * Restore.from(backup).into(target).history(history).run();
 * history.list(RunQuery.newest());
 * }</pre>
 *
 * <p>It can be the database that is restored into, for it is written over connections of its own, each taken for a short transaction;
 * a pool needs one for it beside those of the run. Not so on SQLite, where one writer has the whole file: a history takes a file of its own
 * there, and a run on its own file is refused before anything changes. A data source that hands out the connection of a
 * transaction that is bound to the thread is joined by {@link #list}, {@link #prune} and the others here, never by a run.
 *
 * <p>Times go by the clock of the history's database. Immutable and safe for use by several threads: each method that sets
 * something returns a new description.
 */
public final class JdbcRunHistory implements RunHistory {

    /** The names of its tables. */
    public static final Set<String> TABLES = Set.of(HistorySchema.RUNS, HistorySchema.ACTIONS, HistorySchema.VERSIONS);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(24);

    private final DataSource source;
    private final @Nullable String schemaName;
    private final Duration heartbeat;
    private final Duration lostAfter;
    private final HistoryDatabase database;
    private final HistorySchema schema;
    private final ActionRows audit;
    private final OwnedRuns owned;
    /** The SQLite file in which it lies, empty elsewhere; null before the first use. */
    private volatile @Nullable String ownFile;

    private JdbcRunHistory(DataSource source, @Nullable String schemaName, Duration heartbeat, Duration lostAfter) {
        this.source = source;
        this.schemaName = schemaName;
        this.heartbeat = heartbeat;
        this.lostAfter = lostAfter;
        this.database = new HistoryDatabase(source);
        this.schema = new HistorySchema(schemaName);
        this.audit = new ActionRows(schema);
        this.owned = new OwnedRuns(schema, audit);
    }

    /** Keeps the history in a database. A connection is taken for each statement or two, and given back as it was. */
    public static JdbcRunHistory in(DataSource database) {
        return new JdbcRunHistory(Objects.requireNonNull(database, "database"), null, HEARTBEAT, LOST_AFTER);
    }

    /** Sets the schema of the tables, which must be there; on MariaDB a name without quotation marks. Default: the connection's own. */
    public JdbcRunHistory schema(String name) {
        return new JdbcRunHistory(source, Objects.requireNonNull(name, "name"), heartbeat, lostAfter);
    }

    /**
     * Sets how often a run says that its process is there, and for how long it may be silent before it counts as interrupted. Default:
     * every 5 seconds, and 30 seconds. What is set here holds for the runs that this process begins, wherever they are looked at.
     *
     * @param every from 10 milliseconds to 24 hours
     * @param lostAfter at least three times as long, at most 24 hours
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public JdbcRunHistory heartbeat(Duration every, Duration lostAfter) {
        if (every.compareTo(LEAST) < 0
                || lostAfter.compareTo(every.multipliedBy(3)) < 0
                || lostAfter.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "a heartbeat is from 10 ms, and what is lost after it from three times that to 24" + " hours, not "
                            + every + " and " + lostAfter);
        }
        return new JdbcRunHistory(source, schemaName, every, lostAfter);
    }

    @Override
    public Duration heartbeat() {
        return heartbeat;
    }

    @Override
    public Duration lostAfter() {
        return lostAfter;
    }

    private <T> T transaction(HistoryDatabase.Work<T> work) {
        ready();
        return database.transaction(work);
    }

    private <T> T lasting(HistoryDatabase.Work<T> work) {
        ready();
        return database.lasting(work);
    }

    private String ready() {
        String known = ownFile;
        if (known == null) {
            schema.ensure(database);
            known = database.transaction(
                    (handle, product) -> product == HistoryProduct.SQLITE ? sqliteFile(handle.getConnection()) : "");
            ownFile = known;
        }
        return known;
    }

    @Override
    public Begun begin(RunStart start) {
        if (start.request().resumes() != null) {
            return new Begun(lasting((handle, product) -> owned.resume(start, lostAfter, handle, product)), true);
        }
        String key = start.request().key();
        Optional<RunEntry> known = key == null ? Optional.empty() : findByKey(key);
        if (known.isPresent()) {
            return new Begun(known.get(), false);
        }
        try {
            return new Begun(lasting((handle, product) -> owned.insert(start, lostAfter, handle, product)), true);
        } catch (HistoryException e) {
            // Somebody else may have taken the key at the same time.
            Optional<RunEntry> other = key == null ? Optional.empty() : findByKey(key);
            if (other.isEmpty()) {
                throw e;
            }
            return new Begun(other.get(), false);
        }
    }

    @Override
    public Ownership heartbeat(String id, RunOwner owner, RunUpdate update) {
        return transaction((handle, product) -> owned.heartbeat(id, owner, update, handle, product));
    }

    @Override
    public RunEntry cancel(String id, String by) {
        return lasting((handle, product) -> {
            int changed;
            try (Update cancel = handle.createUpdate("UPDATE " + runs(handle)
                    + " SET cancel_by = COALESCE(cancel_by, :by) WHERE run_id = :id AND " + EntryRows.OPEN
                    + " AND NOT ("
                    + EntryRows.lost(product) + ")")) {
                changed = cancel.bind("by", StoredText.name(by)).bind("id", id).execute();
            }
            if (changed == 0) {
                throw notCancelled(id, handle, product);
            }
            audit.add(handle, product, id, by, "CANCEL", "");
            return owned.entry(handle, product, "run_id", id).orElseThrow();
        });
    }

    private HistoryException notCancelled(String id, Handle handle, HistoryProduct product) throws SQLException {
        return owned.entry(handle, product, "run_id", id)
                .map(run -> new HistoryException(
                        "Run " + id + " cannot be cancelled: it is "
                                + run.status().words() + (run.abandoned() ? "; close it instead." : "."),
                        null))
                .orElseGet(() -> OwnedRuns.missing(id, "cancelled"));
    }

    @Override
    public boolean end(String id, RunOwner owner, RunUpdate last, RunResult result) {
        return lasting((handle, product) -> owned.end(id, owner, last, result, handle, product));
    }

    @Override
    public Optional<RunEntry> find(String id) {
        return transaction((handle, product) -> owned.entry(handle, product, "run_id", id));
    }

    @Override
    public Optional<RunEntry> findByKey(String key) {
        return transaction((handle, product) -> owned.entry(handle, product, "run_key", key));
    }

    @Override
    public List<RunEntry> list(RunQuery wanted) {
        return transaction((handle, product) -> {
            List<String> conditions = new ArrayList<>();
            if (!wanted.kinds().isEmpty()) {
                conditions.add("run_kind IN (" + words(wanted.kinds()) + ")");
            }
            if (!wanted.statuses().isEmpty()) {
                conditions.add(EntryRows.shownStatus(product) + " IN (" + words(wanted.statuses()) + ")");
            }
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            try (Query query = handle.createQuery(EntryRows.select(product, false) + runs(handle) + where
                    + " ORDER BY created_ms DESC, run_id DESC LIMIT :limit OFFSET :offset")) {
                return query.bind("limit", wanted.limit())
                        .bind("offset", wanted.offset())
                        .map((row, context) -> EntryRows.read(row))
                        .list();
            }
        });
    }

    private static String words(Set<? extends Enum<?>> values) {
        return values.stream().map(value -> "'" + value.name() + "'").sorted().collect(Collectors.joining(", "));
    }

    @Override
    public RunEntry close(String id, String by) {
        return lasting((handle, product) -> {
            int changed;
            try (Update close = handle.createUpdate("UPDATE " + runs(handle) + " SET run_status = '"
                    + RunStatus.INTERRUPTED.name() + "', ended_ms = " + product.now()
                    + " WHERE run_id = :id AND " + EntryRows.lost(product))) {
                changed = close.bind("id", id).execute();
            }
            if (changed == 0) {
                throw owned.refused("closed", id, null, handle, product);
            }
            audit.add(handle, product, id, by, "CLOSE", "");
            return owned.entry(handle, product, "run_id", id).orElseThrow();
        });
    }

    @Override
    public int prune(Retention retention, String by) {
        return lasting((handle, product) -> {
            List<String> old = new ArrayList<>();
            Duration age = retention.age();
            // Before the beginning of time nothing has ended.
            long millis = age == null ? Long.MAX_VALUE / 2 : age.toMillis();
            handle.createQuery("SELECT run_id, CASE WHEN ended_ms < " + product.now() + " - :age THEN 1 ELSE 0 END"
                            + " FROM " + runs(handle) + " WHERE ended_ms IS NOT NULL AND NOT (" + EntryRows.OPEN
                            + ") ORDER BY ended_ms DESC, run_id DESC")
                    .bind("age", millis)
                    .map((row, context) -> new Ended(row.getString(1), row.getInt(2) == 1))
                    .useStream(ended -> {
                        int[] kept = {0};
                        ended.forEach(run -> {
                            if (run.old() || kept[0] >= retention.runs()) {
                                old.add(run.id());
                            } else {
                                kept[0]++;
                            }
                        });
                    });
            int pruned = 0;
            for (String id : old) {
                pruned += handle.execute("DELETE FROM " + runs(handle) + " WHERE run_id = ?", id);
                audit.delete(id, handle);
            }
            if (pruned > 0) {
                audit.add(handle, product, "", by, "PRUNE", pruned + (pruned == 1 ? " run" : " runs"));
            }
            return pruned;
        });
    }

    private record Ended(String id, boolean old) {}

    @Override
    public List<RunAction> actions(String id) {
        return transaction((handle, product) -> audit.of(id, handle));
    }

    @Override
    public List<RunAction> actions(int limit) {
        return transaction((handle, product) -> audit.newest(limit, handle));
    }

    @Override
    public void audit(String id, String by, String action, String detail) {
        lasting((handle, product) -> {
            audit.add(handle, product, id, by, action, detail);
            return true;
        });
    }

    /** One writer has the whole of an SQLite file, and a run may have it for hours. */
    @Override
    public Optional<String> conflictWith(Connection other) throws SQLException {
        if (!other.getMetaData().getDatabaseProductName().equalsIgnoreCase(HistoryProduct.SQLITE.name())) {
            return Optional.empty();
        }
        String file = sqliteFile(other);
        return file.isEmpty() || !file.equals(ready())
                ? Optional.empty()
                : Optional.of(
                        "The history of runs lies in the SQLite file that the run works on, and an SQLite file has one writer;"
                                + " nothing was changed. Keep the history in a file of its own.");
    }

    private static String sqliteFile(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("SELECT file FROM pragma_database_list WHERE name = 'main'")) {
            String file = files.next() ? files.getString(1) : null;
            return file == null ? "" : file;
        }
    }

    private String runs(Handle handle) throws SQLException {
        return schema.table(HistorySchema.RUNS, handle);
    }
}
