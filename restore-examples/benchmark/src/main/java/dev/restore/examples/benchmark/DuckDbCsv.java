package dev.restore.examples.benchmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** The main class of a process in which DuckDB makes CSV of the JSON of all tables. */
final class DuckDbCsv {

    private DuckDbCsv() {}

    static Path file(Path directory, TableData table) {
        return directory.resolve(table.name() + ".csv");
    }

    /** Makes it of the data set of that name, which lies in the first directory, in the second. */
    public static void main(String[] arguments) throws SQLException {
        Path data = Path.of(arguments[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (TableData table : Dataset.named(arguments[0]).tables()) {
                // Its own idea of the columns would leave out zones of times and digits of numbers.
                String columns = table.columns().stream()
                        .map(column -> column.name() + ": 'VARCHAR'")
                        .collect(Collectors.joining(", "));
                statement.execute("COPY (SELECT * FROM read_json('" + Format.JSON.file(data, table.name())
                        + "', format = 'array', columns = {" + columns + "})) TO '"
                        + file(Path.of(arguments[2]), table) + "' (FORMAT csv, HEADER false)");
            }
        }
    }
}
