package dev.restore.examples.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** What H2 has itself: INSERT from CSVREAD, in one statement. */
final class CsvReadLoad implements Work {

    private final Job job;

    CsvReadLoad(Job job) {
        this.job = job;
    }

    @Override
    public void run() throws SQLException {
        try (Connection connection = Connections.open(job.url());
                Statement statement = connection.createStatement()) {
            for (TableData table : job.tables().tables()) {
                String names = table.columns().stream().map(Column::name).collect(Collectors.joining(","));
                statement.executeUpdate("INSERT INTO " + table.name() + " SELECT * FROM CSVREAD('"
                        + Format.CSV.file(job.data(), table.name()) + "', '" + names + "', 'charset=UTF-8')");
            }
        }
    }
}
