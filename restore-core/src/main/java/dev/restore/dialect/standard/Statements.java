package dev.restore.dialect.standard;

import dev.restore.dialect.SessionException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs single statements on a session's connection, each of which another thread may cancel. */
final class Statements {

    private final Connection connection;
    private final RunningStatement running;

    Statements(Connection connection, RunningStatement running) {
        this.connection = connection;
        this.running = running;
    }

    /** Does something with a statement. */
    @FunctionalInterface
    private interface Step<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T run(Step<T> step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            running.begins(statement);
            return step.with(statement);
        } finally {
            running.ended();
        }
    }

    void execute(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    /** Runs a statement that changes rows, and returns how many. */
    long update(String sql) throws SQLException {
        return run(statement -> statement.executeLargeUpdate(sql));
    }

    /** Runs a query for one number. */
    long number(String query) throws SQLException {
        return numbers(query, 1).get(0);
    }

    /**
     * Runs queries for one number each.
     *
     * @param most how many of them may be columns of one SELECT without FROM
     */
    List<Long> numbers(List<String> queries, int most) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += most) {
            List<String> some = queries.subList(from, Math.min(from + most, queries.size()));
            String query = some.size() == 1 ? some.get(0) : "SELECT (" + String.join("), (", some) + ")";
            numbers.addAll(numbers(query, some.size()));
        }
        return numbers;
    }

    private List<Long> numbers(String query, int columns) throws SQLException {
        return run(statement -> {
            try (ResultSet result = statement.executeQuery(query)) {
                if (!result.next()) {
                    throw new SessionException("a query for numbers returned no row");
                }
                List<Long> numbers = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    numbers.add(result.getLong(i));
                }
                return numbers;
            }
        });
    }

    /**
     * Returns how many rows a query has.
     *
     * @param limit where the counting ends
     */
    long count(String query, int limit) throws SQLException {
        return run(statement -> {
            statement.setMaxRows(limit);
            long rows = 0;
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows++;
                }
            }
            return rows;
        });
    }

    /**
     * Returns the rows of a query as text; none of its values is NULL.
     *
     * @param columns how many columns they have
     * @param limit how many rows at most
     */
    List<List<String>> texts(String query, int columns, int limit) throws SQLException {
        return run(statement -> {
            statement.setMaxRows(limit);
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        });
    }
}
