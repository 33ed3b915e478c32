package dev.restore.examples.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.MappingIterator;

/** What a script does: empty the tables, insert each row, each a transaction of its own. */
final class RowByRow implements Work {

    private final Job job;

    RowByRow(Job job) {
        this.job = job;
    }

    @Override
    public void run() throws SQLException {
        List<TableData> tables = job.tables().tables();
        try (Connection connection = Connections.open(job.url())) {
            if (job.engine() == Engine.SQLITE) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA foreign_keys = on");
                }
            }
            clear(connection, tables);
            for (TableData table : tables) {
                try (PreparedStatement statement = connection.prepareStatement(JsonRows.insert(table));
                        MappingIterator<Map<String, Object>> rows = JsonRows.read(job.data(), table)) {
                    while (rows.hasNextValue()) {
                        JsonRows.bind(statement, table.columns(), rows.nextValue());
                        statement.executeUpdate();
                    }
                }
            }
        }
    }

    private static void clear(Connection connection, List<TableData> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = tables.size() - 1; i >= 0; i--) {
                statement.executeUpdate("DELETE FROM " + tables.get(i).name());
            }
        }
    }
}
