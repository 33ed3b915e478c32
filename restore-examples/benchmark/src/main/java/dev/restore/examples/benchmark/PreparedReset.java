package dev.restore.examples.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.MappingIterator;

/**
 * The least that a reset by hand can be: rows in memory, a connection that stays open, all statements prepared once, one
 * transaction, and nothing is looked at.
 */
final class PreparedReset implements Work {

    private final Connection connection;
    private final List<PreparedStatement> deletes = new ArrayList<>();
    private final List<Insert> inserts = new ArrayList<>();

    private record Insert(PreparedStatement statement, TableData table, List<Map<String, Object>> rows) {}

    PreparedReset(Job job) throws SQLException {
        connection = Connections.open(Connections.rewriting(job));
        connection.setAutoCommit(false);
        for (TableData table : job.tables().tables()) {
            deletes.add(0, connection.prepareStatement("DELETE FROM " + table.name()));
            try (MappingIterator<Map<String, Object>> rows = JsonRows.read(job.data(), table)) {
                inserts.add(new Insert(connection.prepareStatement(JsonRows.insert(table)), table, rows.readAll()));
            }
        }
    }

    @Override
    public void run() throws SQLException {
        for (PreparedStatement delete : deletes) {
            delete.executeUpdate();
        }
        for (Insert insert : inserts) {
            for (Map<String, Object> row : insert.rows()) {
                JsonRows.bind(insert.statement(), insert.table().columns(), row);
                insert.statement().addBatch();
            }
            insert.statement().executeBatch();
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
