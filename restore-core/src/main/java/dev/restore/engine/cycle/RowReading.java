package dev.restore.engine.cycle;

import dev.restore.backup.stream.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table as they are compared. */
final class RowReading {

    private static final int FETCH = 500;

    /** Longer values are kept as their checksums. */
    private static final int LONGEST = 80;

    private final Connection connection;
    private final Path directory;

    /**
     * Creates a reading.
     *
     * @param connection a connection within a transaction
     * @param directory where the rows are put
     */
    RowReading(Connection connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /** Reads all rows of a table. */
    SortedRows read(ComparedTable table, String name) throws SQLException, IOException {
        int columns = table.labels().size();
        SortedRows rows = new SortedRows(directory, name, columns);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet results = statement.executeQuery(table.query())) {
                while (results.next()) {
                    List<@Nullable String> values = new ArrayList<>(columns);
                    for (int i = 1; i <= columns; i++) {
                        values.add(value(results, i));
                    }
                    rows.add(new ComparedRow(values));
                }
            }
        }
        rows.end();
        return rows;
    }

    private static @Nullable String value(ResultSet results, int column) throws SQLException {
        Object value = results.getObject(column);
        if (value instanceof byte[] bytes) {
            return bytes(bytes);
        }
        if (value instanceof Blob) {
            return bytes(results.getBytes(column));
        }
        String text = value == null ? null : results.getString(column);
        return text == null || text.length() <= LONGEST ? text : bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String bytes(byte[] bytes) {
        return bytes.length + " bytes, SHA-256 " + Sha256.of(bytes);
    }
}
