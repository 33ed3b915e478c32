package dev.restore.engine.resume;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.dialect.SessionException;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.OwnSql;
import dev.restore.engine.session.OwnTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the checkpoints of a resumable restore in a table of the target, so that each is committed together with its rows: entry 0
 * for the passes that are done, and one for each portion of the pass that is being loaded, by its number, which the connection
 * writes that loads it. While the table has rows the target is incomplete. In plain SQL, and cut into pieces, because databases do
 * not agree on a type for long texts. Safe to use from several threads, one for each entry.
 */
public final class CheckpointStore {

    /** The name of the table, in the schema that is restored into. */
    static final String TABLE = OwnTables.CHECKPOINT;

    /** The entry of the passes that are done. */
    static final int PASSES = 0;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final int PIECE = 1000;
    private static final String SERIALIZATION_FAILURE = "40001";

    /** Steps of portions begin after those of the same portion of the pass before, which somebody might still know. */
    private static final int PASS_STEPS = 32;

    private final String table;
    private final Map<Integer, Version> versions = new ConcurrentHashMap<>();
    private boolean exists;

    /** What an entry is like in the table. */
    private record Version(long step, int pieces) {
        static final Version NONE = new Version(0, 0);
    }

    /** A row of the table. */
    private record Piece(int entry, String content, long step) {}

    CheckpointStore(Connection connection, Catalog catalog) throws SQLException {
        Optional<Table> known = OwnTables.find(catalog, TABLE);
        this.exists = known.isPresent();
        String quote = connection.getMetaData().getIdentifierQuoteString().trim();
        String schema = catalog.defaultSchema();
        String name = known.map(found -> quote + found.name().name() + quote).orElse(TABLE);
        this.table = schema == null ? name : quote + schema.replace(quote, quote + quote) + quote + "." + name;
    }

    /** Reads the checkpoints of an unfinished restore; empty when there is none. */
    Optional<Ledger> read(Connection connection) throws SQLException {
        if (!exists) {
            return Optional.empty();
        }
        Map<Integer, StringBuilder> texts = new HashMap<>();
        versions.clear();
        for (Piece piece : pieces(connection)) {
            texts.computeIfAbsent(piece.entry(), any -> new StringBuilder()).append(piece.content());
            Version before = versions.getOrDefault(piece.entry(), Version.NONE);
            versions.put(piece.entry(), new Version(piece.step(), before.pieces() + 1));
        }
        StringBuilder passes = texts.remove(PASSES);
        if (passes == null) {
            return Optional.empty();
        }
        Map<Integer, PortionState> portions = new HashMap<>();
        texts.forEach((number, text) -> portions.put(number, CheckpointJson.readPortion(text.toString())));
        return Optional.of(new Ledger(CheckpointJson.read(passes.toString()), portions));
    }

    private List<Piece> pieces(Connection connection) throws SQLException {
        return OwnSql.run(
                connection,
                handle -> handle.createQuery("SELECT entry, content, step FROM " + table + " ORDER BY entry, piece")
                        .map((row, context) -> new Piece(row.getInt(1), row.getString(2), row.getLong(3)))
                        .list());
    }

    /** Creates the table where it does not exist. Some databases commit by that, so it comes before everything else. */
    void create(Connection connection) throws SQLException {
        if (exists) {
            return;
        }
        execute(
                connection,
                "CREATE TABLE " + table + " (entry INTEGER NOT NULL, piece INTEGER NOT NULL, step BIGINT NOT NULL,"
                        + " content VARCHAR(" + PIECE + ") NOT NULL, PRIMARY KEY (entry, piece))");
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        exists = true;
    }

    /** Fails where a connection does not see the table. */
    void requireVisible(Connection connection) throws SQLException {
        execute(connection, "SELECT step FROM " + table + " WHERE entry = " + PASSES);
    }

    /**
     * Replaces an entry within the transaction.
     *
     * @throws SQLException when it is no longer the one that was read or written last: somebody else goes on with the restore
     */
    void write(Connection connection, int entry, String text) throws SQLException {
        long step = clear(connection, entry) + 1;
        int pieces = (text.length() + PIECE - 1) / PIECE;
        try {
            OwnSql.run(connection, handle -> {
                PreparedBatch insert = handle.prepareBatch(
                        "INSERT INTO " + table + " (entry, piece, step, content) VALUES (?, ?, ?, ?)");
                for (int piece = 0; piece < pieces; piece++) {
                    int start = piece * PIECE;
                    insert.add(entry, piece, step, text.substring(start, Math.min(text.length(), start + PIECE)));
                }
                return insert.execute();
            });
        } catch (SQLException e) {
            String state = e.getSQLState();
            throw state != null && state.startsWith("23") ? somebodyElse() : e;
        }
        versions.put(entry, new Version(step, pieces));
    }

    /** Removes the entries of all portions within the transaction: their pass is done. */
    void clearPortions(Connection connection) throws SQLException {
        for (int entry : Map.copyOf(versions).keySet()) {
            if (entry != PASSES) {
                clear(connection, entry);
                versions.remove(entry);
            }
        }
    }

    /** Removes the last entry within the transaction: the target is complete. */
    public void clear(Connection connection) throws SQLException {
        clearPortions(connection);
        clear(connection, PASSES);
        versions.clear();
    }

    private long clear(Connection connection, int entry) throws SQLException {
        Version passes = versions.getOrDefault(PASSES, Version.NONE);
        Version known = versions.getOrDefault(entry, new Version(passes.step() << PASS_STEPS, 0));
        int deleted = OwnSql.run(
                connection,
                handle ->
                        handle.execute("DELETE FROM " + table + " WHERE entry = ? AND step = ?", entry, known.step()));
        if (deleted != known.pieces()) {
            throw somebodyElse();
        }
        return known.step();
    }

    private static SQLException somebodyElse() {
        return new SessionException("another process goes on with this restore", SERIALIZATION_FAILURE);
    }

    /** Drops the table. Some databases commit by that, so it comes after everything else. */
    private void drop(Connection connection) throws SQLException {
        execute(connection, "DROP TABLE " + table);
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        exists = false;
    }

    /** Drops the table, which is empty by now, and returns a warning where that is not possible. */
    public List<String> dropEmpty(Connection connection) {
        try {
            drop(connection);
            return List.of();
        } catch (SQLException e) {
            Messages messages = Messages.beforeRows();
            LOG.warn("the empty table {} could not be dropped", table, messages.redacted(e));
            return List.of("The empty table " + table + " could not be dropped: " + messages.of(e));
        }
    }

    /** Returns the table's name as SQL. */
    String table() {
        return table;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        OwnSql.run(connection, handle -> handle.execute(sql));
    }
}
