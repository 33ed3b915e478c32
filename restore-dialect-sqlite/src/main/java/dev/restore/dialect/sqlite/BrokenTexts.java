package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows with texts that are not valid UTF-8, one by one: the driver takes characters only, so that such a text goes as
 * bytes, which the statement makes a text again. Used by one thread.
 */
final class BrokenTexts implements AutoCloseable {

    private final Connection connection;
    private final String head;
    private final List<Column> columns;
    private final boolean strict;
    private final boolean[] key;

    private BitSet cast = new BitSet();
    private @Nullable InsertBatch insert;

    /**
     * Creates an inserter.
     *
     * @param insert the statement for one row, which ends with its parameters
     * @param key which columns take no null, as {@link InsertBatch} has it
     */
    BrokenTexts(Connection connection, String insert, List<Column> columns, boolean strict, boolean[] key) {
        String plain = "(" + "?, ".repeat(columns.size() - 1) + "?)";
        this.connection = connection;
        this.head = insert.substring(0, insert.length() - plain.length());
        this.columns = columns;
        this.strict = strict;
        this.key = key.clone();
    }

    /** Returns whether a row has such a text. */
    static boolean isIn(Rows rows, int row) {
        for (int column = 0; column < rows.columns(); column++) {
            if (SqliteBinders.isBrokenText(rows, row, column)) {
                return true;
            }
        }
        return false;
    }

    /** Inserts a row and returns how many were stored, which a trigger may make none. */
    long insert(Rows rows, int row) throws SQLException {
        BitSet needed = new BitSet();
        for (int column = 0; column < rows.columns(); column++) {
            needed.set(column, SqliteBinders.isBrokenText(rows, row, column));
        }
        InsertBatch statement = insert;
        if (statement == null || !cast.equals(needed)) {
            close();
            statement = prepare(needed);
            insert = statement;
            cast = needed;
        }
        statement.bind(rows, row, 0);
        long stored = 0;
        try (ResultSet result = statement.statement().executeQuery()) {
            while (result.next()) {
                stored++;
            }
        }
        return stored;
    }

    private InsertBatch prepare(BitSet needed) throws SQLException {
        CellBinder[] binders = new CellBinder[columns.size()];
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < binders.length; i++) {
            binders[i] = needed.get(i) ? BrokenTexts::bytes : SqliteBinders.of(columns.get(i), strict);
            parameters.add(needed.get(i) ? "CAST(? AS TEXT)" : "?");
        }
        String sql = head + "(" + String.join(", ", parameters) + ") RETURNING 1";
        return new InsertBatch(connection.prepareStatement(sql), binders, key, () -> {}, 1);
    }

    private static void bytes(PreparedStatement statement, int parameter, Rows rows, int row, int column)
            throws SQLException {
        statement.setBytes(parameter, Arrays.copyOfRange(rows.bytes(), rows.start(row, column), rows.end(row, column)));
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
            insert = null;
        }
    }
}
