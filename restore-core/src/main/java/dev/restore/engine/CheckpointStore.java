package dev.restore.engine;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the checkpoint of a resumable restore in a table of the target, so that it is committed together with the rows. While the
 * table has rows the target is incomplete. In plain SQL, and cut into pieces, because databases do not agree on a type for long texts.
 */
final class CheckpointStore {

    /** The name of the table, in the schema that is restored into. */
    static final String TABLE = "restore_checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final int PIECE = 1000;
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Connection connection;
    private final String table;
    private boolean exists;
    private long step;
    private int pieces;

    CheckpointStore(Connection connection, Catalog catalog) throws SQLException {
        this.connection = connection;
        Optional<Table> known = catalog.tables().stream()
                .filter(candidate -> isCheckpoint(candidate.name(), catalog))
                .findFirst();
        this.exists = known.isPresent();
        String quote = connection.getMetaData().getIdentifierQuoteString().trim();
        String schema = catalog.defaultSchema();
        String name = known.map(found -> quote + found.name().name() + quote).orElse(TABLE);
        this.table = schema == null ? name : quote + schema.replace(quote, quote + quote) + quote + "." + name;
    }

    private static boolean isCheckpoint(TableName name, Catalog catalog) {
        return name.name().equalsIgnoreCase(TABLE)
                && (name.schema() == null || name.schema().equals(catalog.defaultSchema()));
    }

    /** Reads the checkpoint of an unfinished restore; empty when there is none. */
    Optional<Checkpoint> read() throws SQLException {
        if (!exists) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        pieces = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT content, step FROM " + table + " ORDER BY piece")) {
            while (row.next()) {
                text.append(row.getString(1));
                step = row.getLong(2);
                pieces++;
            }
        }
        return pieces == 0 ? Optional.empty() : Optional.of(CheckpointJson.read(text.toString()));
    }

    /** Creates the table where it does not exist. Some databases commit by that, so it comes before everything else. */
    void create() throws SQLException {
        if (exists) {
            return;
        }
        execute("CREATE TABLE " + table + " (piece INTEGER NOT NULL PRIMARY KEY, step BIGINT NOT NULL, content VARCHAR("
                + PIECE + ") NOT NULL)");
        exists = true;
    }

    /**
     * Replaces the checkpoint within the transaction.
     *
     * @throws SQLException when it is no longer the one that was read or written last: somebody else goes on with the restore
     */
    void write(Checkpoint checkpoint) throws SQLException {
        clear();
        String text = CheckpointJson.write(checkpoint);
        step++;
        pieces = 0;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " (piece, step, content) VALUES (?, ?, ?)")) {
            for (int start = 0; start < text.length(); start += PIECE) {
                insert.setInt(1, pieces++);
                insert.setLong(2, step);
                insert.setString(3, text.substring(start, Math.min(text.length(), start + PIECE)));
                insert.executeUpdate();
            }
        }
    }

    /** Removes the checkpoint within the transaction: the target is complete. */
    void clear() throws SQLException {
        int deleted;
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE step = ?")) {
            delete.setLong(1, step);
            deleted = delete.executeUpdate();
        }
        if (deleted != pieces) {
            throw new SQLException("another process goes on with this restore", SERIALIZATION_FAILURE);
        }
        pieces = 0;
    }

    /** Drops the table. Some databases commit by that, so it comes after everything else. */
    private void drop() throws SQLException {
        execute("DROP TABLE " + table);
        exists = false;
    }

    /** Drops the table, which is empty by now, and returns a warning where that is not possible. */
    List<String> dropEmpty() {
        try {
            drop();
            return List.of();
        } catch (SQLException e) {
            LOG.warn("the empty table {} could not be dropped", table, e);
            return List.of("The empty table " + table + " could not be dropped: " + Messages.firstLine(e));
        }
    }

    /** Returns the table's name as SQL. */
    String table() {
        return table;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
